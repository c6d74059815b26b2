select
    rfm_name,
    segment_id,
    segment_name,
    customers,
    share_of_rfm_name,
    adjusted_rand_index
from marts.rfm_by_segment
where segmentation = $segmentation
order by sum(customers) over (partition by rfm_name) desc, rfm_name, segment_id
