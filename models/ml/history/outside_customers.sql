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

known_levels as (

    select
        segmentation,
        feature,
        level

    from bins

    where level is not null

),

categories as (

    select distinct
        segmentation,
        feature

    from known_levels

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

    inner join categories
        on
            inputs.segmentation = categories.segmentation
            and inputs.feature = categories.feature

    left join known_levels
        on
            inputs.segmentation = known_levels.segmentation
            and inputs.feature = known_levels.feature
            and inputs.level = known_levels.level

    where inputs.level is not null and known_levels.level is null

)

select * from outside_customers
