with

figures as (

    select * from {{ ref('segment_figures') }}

),

features as (

    select * from {{ ref('segmentation_features') }}

),

worded as (

    select
        figures.segmentation,
        figures.segment_id,
        features.position,
        figures.feature,
        figures.level,
        features.feature_label as label,
        features.unit,
        features.role,
        features.type = 'flag' as is_flag,
        features.in_clustering,
        figures.known_share,
        figures.typical,
        figures.population_typical as population,
        figures.z_score

    from figures

    inner join features
        on
            figures.segmentation = features.segmentation
            and figures.feature = features.feature

)

select * from worded
