with

figures as (

    select * from {{ ref('segment_figures') }}

),

worded as (

    select
        segmentation,
        segment_id,
        position,
        feature,
        level,
        feature_label as label,
        unit,
        role,
        is_flag,
        in_clustering,
        known_share,
        typical,
        population_typical as population,
        z_score

    from figures

)

select * from worded
