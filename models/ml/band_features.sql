with

verdicts as (

    select * from {{ in_use('structure_verdicts') }}

    where basis = 'bands'

),

axes as (

    select * from {{ in_use('projection_axes') }}

    where axis = 'pc1'

),

transforms as (

    select * from {{ in_use('feature_transforms') }}

),

features as (

    select * from {{ ref('segmentation_features') }}

),

ranked as (

    select
        verdicts.segmentation,
        concat_ws(' ', features.feature_label, transforms.level) as label,
        row_number() over (
            partition by verdicts.segmentation
            order by round(abs(axes.weight), 9) desc, axes.position
        ) as weight_rank

    from verdicts

    inner join axes on verdicts.segmentation = axes.segmentation

    inner join transforms
        on
            axes.segmentation = transforms.segmentation
            and axes.position = transforms.position

    inner join features
        on
            transforms.segmentation = features.segmentation
            and transforms.feature = features.feature

),

heaviest as (

    select
        segmentation,
        label

    from ranked

    where weight_rank = 1

)

select * from heaviest
