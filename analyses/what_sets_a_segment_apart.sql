-- What are the five figures in which each segment differs most from all customers?
-- One row per segmentation, segment and figure; a figure is the mean of a number or the share of a level.

with

profiles as (

    select * from {{ ref('segment_profiles') }}

    where distinctiveness_rank <= 5

),

apart as (

    select
        segmentation,
        segment_id,
        segment_name,
        distinctiveness_rank,
        feature_label,
        level,
        case when z_score > 0 then 'high' else 'low' end as direction,
        coalesce(share, mean) as segment_figure,
        coalesce(population_share, population_mean) as population_figure,
        case when level is null then unit else 'share' end as unit,
        z_score,
        customers as customers_with_a_value

    from profiles

)

select * from apart
order by segmentation, segment_id, distinctiveness_rank
