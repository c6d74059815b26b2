{{ config(materialized='view') }}

with

inputs as (

    select * from {{ ref('feature_values') }}

),

bins as (

    select * from {{ in_use('training_statistics') }}

),

ranges as (

    select
        segmentation,
        feature,
        min(lower_limit) as lowest,
        max(upper_limit) as highest

    from bins

    where level is null

    group by segmentation, feature

),

levels as (

    select
        segmentation,
        feature,
        level

    from bins

    where level is not null

),

-- A customer who has a figure, or a level, that nobody had in the training of the champion.
outside_customers as (

    select distinct
        inputs.segmentation,
        inputs.customer_id

    from inputs

    inner join ranges
        on
            inputs.segmentation = ranges.segmentation
            and inputs.feature = ranges.feature

    where inputs.value < ranges.lowest or inputs.value > ranges.highest

    union

    select distinct
        inputs.segmentation,
        inputs.customer_id

    from inputs

    inner join (select distinct segmentation, feature from levels) as by_level
        on
            inputs.segmentation = by_level.segmentation
            and inputs.feature = by_level.feature

    left join levels
        on
            inputs.segmentation = levels.segmentation
            and inputs.feature = levels.feature
            and inputs.level = levels.level

    where inputs.level is not null and levels.level is null

)

select * from outside_customers
