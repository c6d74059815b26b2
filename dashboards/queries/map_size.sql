-- Customers who have a place in the space of the features, drawn or not.
select count(*) as customers
from marts.customer_segments
where
    segmentation = $segmentation
    and placed_by is not null
    and placed_by <> 'cold_start'
