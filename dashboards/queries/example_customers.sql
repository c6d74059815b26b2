-- One id of each of the first segments, to try the look-up with.
select min(customer_id) as customer_id
from marts.customer_segments
where
    segmentation = $segmentation
    and segment_id > 0
group by segment_id
order by segment_id
limit 3
