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
        cast(figures.segment_id as integer) as segment_id,
        labels.segment_name,
        figures.feature,
        figures.level,
        figures.feature_label,
        figures.unit,
        figures.in_clustering,
        cast(figures.customers as bigint) as customers,
        cast(figures.mean as double) as mean,
        cast(figures.median as double) as median,
        cast(figures.p10 as double) as p10,
        cast(figures.p90 as double) as p90,
        cast(figures.share as double) as share,
        cast(figures.population_mean as double) as population_mean,
        cast(figures.population_median as double) as population_median,
        cast(figures.population_p10 as double) as population_p10,
        cast(figures.population_p90 as double) as population_p90,
        cast(figures.population_share as double) as population_share,
        cast(figures.known_share as double) as known_share,
        cast(figures.typical as double) as typical,
        cast(figures.population_typical as double) as population_typical,
        cast(figures.z_score as double) as z_score,
        cast(figures.distinctiveness_rank as integer) as distinctiveness_rank

    from figures

    inner join labels
        on
            figures.segmentation = labels.segmentation
            and figures.segment_id = labels.segment_id

)

select * from segment_profiles
