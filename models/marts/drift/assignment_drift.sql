{{
    config(
        materialized='incremental',
        unique_key=['segmentation', 'as_of_date'],
        incremental_strategy='delete+insert',
        on_schema_change='append_new_columns',
        full_refresh=false
    )
}}

with

champions as (

    select * from {{ ref('champions') }}

),

placements as (

    select * from {{ ref('customer_placements') }}

),

feature_values as (

    select * from {{ ref('feature_values') }}

),

at_training as (

    select * from {{ in_use('segment_statistics') }}

),

bins as (

    select * from {{ in_use('feature_bins') }}

),

ranges as (

    select
        segmentation,
        feature,
        min(lower_limit) as lowest,
        max(upper_limit) as highest

    from bins

    group by segmentation, feature

),

-- Customers with a figure, or a level, that nobody had in the training of the champion.
outside as (

    select
        feature_values.segmentation,
        count(distinct feature_values.customer_id) as customers

    from feature_values

    inner join ranges
        on
            feature_values.segmentation = ranges.segmentation
            and feature_values.feature = ranges.feature

    left join bins as known_levels
        on
            feature_values.segmentation = known_levels.segmentation
            and feature_values.feature = known_levels.feature
            and feature_values.level = known_levels.level

    where
        feature_values.value < ranges.lowest
        or feature_values.value > ranges.highest
        or (feature_values.level is not null and known_levels.level is null)

    group by feature_values.segmentation

),

today as (

    select
        placements.segmentation,
        placements.segment_id,
        count(*) as customers,
        sum(placements.distance) as distance,
        sum(case when placements.probability < champions.confident_from then 1 else 0 end) as low_confidence

    from placements

    inner join champions on placements.segmentation = champions.segmentation

    group by placements.segmentation, placements.segment_id

),

totals as (

    select
        segmentation,
        sum(customers) as customers,
        {{ reproducible('sum(distance) / sum(customers)', 'sum(distance) / sum(customers)') }} as mean_distance,
        sum(low_confidence) * 1.0 / sum(customers) as low_confidence_share

    from today

    group by segmentation

),

totals_at_training as (

    select
        segmentation,
        sum(customers) as customers,
        {{ reproducible('sum(distance) / sum(customers)', 'sum(distance) / sum(customers)') }} as mean_distance,
        sum(low_confidence) * 1.0 / sum(customers) as low_confidence_share

    from at_training

    group by segmentation

),

-- An empty segment would make the index infinite; it counts as so small a share, as in segmentation/lifecycle/drift.py.
shares as (

    select
        at_training.segmentation,
        greatest(at_training.customers * 1.0 / totals_at_training.customers, 1e-4) as share_then,
        greatest(coalesce(today.customers, 0) * 1.0 / totals.customers, 1e-4) as share_now

    from at_training

    inner join totals_at_training on at_training.segmentation = totals_at_training.segmentation

    inner join totals on at_training.segmentation = totals.segmentation

    left join today
        on
            at_training.segmentation = today.segmentation
            and at_training.segment_id = today.segment_id

),

indices as (

    select
        segmentation,
        sum((share_now - share_then) * ln(share_now / share_then)) as size_stability_index

    from shares

    group by segmentation

),

assignment_drift as (

    select
        champions.segmentation,
        champions.as_of_date,
        champions.model_version,
        totals.customers,
        indices.size_stability_index,
        totals.mean_distance,
        totals_at_training.mean_distance as mean_distance_at_training,
        coalesce(outside.customers, 0) * 1.0 / totals.customers as outside_share,
        totals.low_confidence_share,
        totals_at_training.low_confidence_share as low_confidence_share_at_training,
        case
            when indices.size_stability_index >= champions.retrain_from_drift then 'much'
            when indices.size_stability_index >= 0.1 then 'some'
            else 'none'
        end as drift

    from champions

    inner join totals on champions.segmentation = totals.segmentation

    inner join totals_at_training on champions.segmentation = totals_at_training.segmentation

    inner join indices on champions.segmentation = indices.segmentation

    left join outside on champions.segmentation = outside.segmentation

)

select {{ contracted_columns() }} from assignment_drift
