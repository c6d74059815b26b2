-- What one customer is expected to be worth.
select *
from marts.customer_value
where
    customer_id = $customer_id
    and shop in (select shop from marts.segment_value where segmentation = $segmentation)
