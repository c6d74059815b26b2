-- Customers with a prediction of the network, and those for whom it is not the segment of the nearest centre.
select
    count(*) as customers,
    count(*) filter (where network_segment_id <> nearest_segment_id) as elsewhere
from marts.customer_segments
where
    segmentation = $segmentation
    and nearest_segment_id is not null
    and network_segment_id is not null
