with

figures as (

    select * from {{ ref('segment_figures') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

segment_profiles as (

    select
        figures.segmentation,
        figures.segment_id,
        labels.segment_name,
        figures.feature,
        figures.level,
        figures.feature_label,
        figures.unit,
        figures.in_clustering,
        figures.customers,
        figures.mean,
        figures.median,
        figures.p10,
        figures.p90,
        figures.share,
        figures.population_mean,
        figures.population_median,
        figures.population_p10,
        figures.population_p90,
        figures.population_share,
        figures.known_share,
        figures.typical,
        figures.population_typical,
        figures.z_score,
        figures.distinctiveness_rank

    from figures

    inner join labels
        on
            figures.segmentation = labels.segmentation
            and figures.segment_id = labels.segment_id

)

select {{ contracted_columns() }} from segment_profiles
