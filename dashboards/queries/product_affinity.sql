-- What is bought together, of all customers and by segment, the surest pairs first; each pair in the direction that says more.
select *
from marts.product_affinity
where
    segmentation = $segmentation
    and (confidence > orders_with_both / orders_with_other or (orders_with_item = orders_with_other and item < with_item))
order by level, segment_id nulls first, place
