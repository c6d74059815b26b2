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

plan as (

    select * from {{ ref('training_plan') }}

),

placements as (

    select * from {{ ref('customer_placements') }}

),

feature_values as (

    select * from {{ ref('feature_values') }}

),

statistics as (

    {{ unnested(ref('trained_models'), 'segment_statistics', ['segmentation', 'version']) | indent(4) }}

),

all_bins as (

    {{ unnested(ref('trained_models'), 'feature_bins', ['segmentation', 'version']) | indent(4) }}

),

last_champions as (

    select * from {{ in_use('last_champion') }}

),

last_versions as (

    select
        segmentation,
        max(last_version) as last_version

    from last_champions

    group by segmentation

),

-- A model fits the customers it was trained on: in the build that trains it, the last champion is looked at.
compared as (

    select
        champions.*,
        coalesce(plan.trains and champions.version <> coalesce(plan.champion, 0), false) as is_new,
        case
            when plan.trains and champions.version <> coalesce(plan.champion, 0) then last_versions.last_version
            else champions.version
        end as compared_with_version

    from champions

    left join plan
        on
            champions.segmentation = plan.segmentation
            and champions.as_of_date = plan.as_of_date

    left join last_versions on champions.segmentation = last_versions.segmentation

),

at_training as (

    select statistics.*

    from statistics

    inner join compared
        on
            statistics.segmentation = compared.segmentation
            and statistics.version = compared.compared_with_version

),

bins as (

    select all_bins.*

    from all_bins

    inner join compared
        on
            all_bins.segmentation = compared.segmentation
            and all_bins.version = compared.compared_with_version

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

-- Customers with a figure, or a level, that nobody had in that training.
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
        sum(case when placements.probability < compared.confident_from then 1 else 0 end) as low_confidence

    from placements

    inner join compared on placements.segmentation = compared.segmentation

    where not compared.is_new

    group by placements.segmentation, placements.segment_id

    union all

    select
        last_champions.segmentation,
        last_champions.segment_id,
        last_champions.customers,
        last_champions.distance,
        last_champions.low_confidence

    from last_champions

    inner join compared on last_champions.segmentation = compared.segmentation

    where compared.is_new

),

scored as (

    select
        segmentation,
        count(*) as customers

    from placements

    group by segmentation

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
        compared.segmentation,
        compared.as_of_date,
        compared.model_version,
        compared.compared_with_version,
        coalesce(totals.customers, scored.customers) as customers,
        indices.size_stability_index,
        totals.mean_distance,
        totals_at_training.mean_distance as mean_distance_at_training,
        case
            when compared.compared_with_version is not null
                then coalesce(outside.customers, 0) * 1.0 / totals.customers
        end as outside_share,
        totals.low_confidence_share,
        totals_at_training.low_confidence_share as low_confidence_share_at_training,
        case
            when indices.size_stability_index >= compared.retrain_from_drift then 'much'
            when indices.size_stability_index >= 0.1 then 'some'
            when indices.size_stability_index is not null then 'none'
        end as drift

    from compared

    inner join scored on compared.segmentation = scored.segmentation

    left join totals on compared.segmentation = totals.segmentation

    left join totals_at_training on compared.segmentation = totals_at_training.segmentation

    left join indices on compared.segmentation = indices.segmentation

    left join outside on compared.segmentation = outside.segmentation

)

select {{ contracted_columns() }} from assignment_drift
