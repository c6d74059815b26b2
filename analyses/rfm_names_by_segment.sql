-- How do the segments relate to the RFM names that marketing knows?
-- One row per segmentation, RFM name and segment that share a customer, the largest share of each name first.

with

rfm_by_segment as (

    select * from {{ ref('rfm_by_segment') }}

)

select * from rfm_by_segment
order by segmentation, rfm_name, customers desc, segment_id
