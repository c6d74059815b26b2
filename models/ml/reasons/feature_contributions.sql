{{ config(materialized='view') }}

with

scaled_values as (

    select * from {{ ref('scaled_values') }}

),

-- With a single segment there is no runner-up, and nothing to compare.
placements as (

    select * from {{ ref('customer_placements') }}

    where second_segment_id is not null

),

centre_values as (

    select * from {{ ref('centre_values') }}

),

columns_compared as (

    select
        scaled_values.segmentation,
        scaled_values.customer_id,
        scaled_values.feature,
        scaled_values.position,
        scaled_values.value,
        scaled_values.level,
        scaled_values.counted_value,
        placements.segment_id,
        placements.second_segment_id,
        own.value as centre,
        other.value as second_centre,
        power(scaled_values.scaled - other.scaled, 2) - power(scaled_values.scaled - own.scaled, 2) as contribution

    from scaled_values

    inner join placements
        on
            scaled_values.segmentation = placements.segmentation
            and scaled_values.customer_id = placements.customer_id

    inner join centre_values as own
        on
            placements.segmentation = own.segmentation
            and placements.segment_id = own.segment_id
            and scaled_values.position = own.position

    inner join centre_values as other
        on
            placements.segmentation = other.segmentation
            and placements.second_segment_id = other.segment_id
            and scaled_values.position = other.position

),

-- The columns of a category are one feature again.
feature_contributions as (

    select
        segmentation,
        customer_id,
        feature,
        min(segment_id) as segment_id,
        min(second_segment_id) as second_segment_id,
        min(position) as position,
        max(value) as value,
        max(level) as level,
        case when max(level) is null then max(counted_value) end as counted_value,
        max(centre) as centre,
        max(second_centre) as second_centre,
        {{ reproducible('sum(contribution)', 'max(abs(contribution))') }} as contribution

    from columns_compared

    group by segmentation, customer_id, feature

)

select * from feature_contributions
