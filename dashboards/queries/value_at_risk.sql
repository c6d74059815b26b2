-- Customers of whom most is to be lost, each with the segment.
select
    customer_value.*,
    customer_segments.segment_id,
    customer_segments.segment_name
from marts.customer_value
inner join marts.customer_segments
    on
        customer_value.customer_id = customer_segments.customer_id
        and customer_segments.segmentation = $segmentation
where
    customer_value.shop in (select shop from marts.segment_value where segmentation = $segmentation)
    and customer_value.value_at_risk > 0
order by customer_value.value_at_risk desc, customer_value.customer_id
limit 20
