-- How many customers has each segment, and do they bring more or less revenue than their number suggests?
-- One row per segmentation and segment; the revenue is empty where a segmentation knows none.

with

segments as (

    select * from {{ ref('segments') }}

),

compared as (

    select
        segmentation,
        segment_id,
        segment_name,
        customers,
        customer_share,
        revenue,
        revenue_share,
        revenue / customers as revenue_per_customer,
        revenue_share / customer_share as revenue_share_to_customer_share

    from segments

)

select * from compared
order by segmentation, round(revenue, 2) desc nulls last, segment_id
