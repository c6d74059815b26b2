with

axes as (

    select * from {{ in_use('axes') }}

),

transforms as (

    select * from {{ in_use('feature_transforms') }}

),

features as (

    select * from {{ ref('segmentation_features') }}

),

feature_loadings as (

    select
        axes.segmentation,
        case when axes.axis like 'pc%' then 'principal components' else 'discriminants' end as projection,
        axes.axis as component,
        transforms.feature,
        transforms.level,
        features.feature_label,
        axes.weight,
        axes.loading,
        axes.explained_share

    from axes

    inner join transforms
        on
            axes.segmentation = transforms.segmentation
            and axes.position = transforms.position

    inner join features
        on
            transforms.segmentation = features.segmentation
            and transforms.feature = features.feature

)

select {{ contracted_columns() }} from feature_loadings
