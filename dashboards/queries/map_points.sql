select
    customer_id,
    segment_id,
    segment_name,
    pc1,
    pc2,
    pc3,
    ld1,
    ld2,
    is_sample
from marts.segment_points
where segmentation = $segmentation
order by segment_id, customer_id
