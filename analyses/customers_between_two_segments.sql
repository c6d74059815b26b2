-- Which customers could as well be in another segment, so that the advice for their own may miss them?
-- One row per segmentation and customer who would be in another segment nearly as often, were the segments found again.

with

customer_segments as (

    select * from {{ ref('customer_segments') }}

    where margin < 0.2

),

segments as (

    select * from {{ ref('segments') }}

),

on_the_edge as (

    select
        customer_segments.segmentation,
        customer_segments.customer_id,
        customer_segments.segment_id,
        customer_segments.segment_name,
        customer_segments.probability,
        customer_segments.distance,
        customer_segments.second_segment_id,
        segments.segment_name as second_segment_name

    from customer_segments

    inner join segments
        on
            customer_segments.segmentation = segments.segmentation
            and customer_segments.second_segment_id = segments.segment_id

)

select * from on_the_edge
order by segmentation, round(probability, 6), customer_id
