-- From which day to which the orders are whose revenue the segments have; nothing where it is not that of orders.
select
    min(customers.first_order_on) as first_day,
    max(customers.last_order_on) as last_day
from marts.customers
inner join marts.customer_segments as segments
    on
        customers.customer_id = segments.customer_id
        and segments.segmentation = $segmentation
having
    abs(sum(customers.monetary) - (select sum(revenue) from marts.segments where segmentation = $segmentation)) < 1
    and min(customers.first_order_on) is not null
