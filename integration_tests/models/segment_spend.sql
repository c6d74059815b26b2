-- A model of one's own on a public table of the package.
select
    segments.segment_name,
    sum(members.spend) as spend
from {{ ref('customer_segmentation', 'customer_segments') }} as segments
inner join {{ ref('dim_members') }} as members on segments.customer_id = cast(members.member_no as varchar)
group by segments.segment_name
