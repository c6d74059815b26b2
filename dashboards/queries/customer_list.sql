select
    customer_id,
    segment_id,
    segment_name,
    probability,
    assigned_by
from marts.customer_segments
where segmentation = $segmentation and segment_id = $segment_id
order by customer_id
