-- Customers of a shop, and those of them who are in no row of its customers: each row that could be used is one customer.
-- Where several shops share the rows, nothing is said.
select
    count(*) as customers,
    count(*) - max(quality.rows_read - quality.rows_rejected) as only_in_orders
from marts.customers
inner join marts.customer_segments as segments
    on
        customers.customer_id = segments.customer_id
        and segments.segmentation = $segmentation
cross join marts.input_quality as quality
where quality.segmentation = $segmentation and quality.source = 'customers'
having
    count(*) = (select count(*) from marts.customers)
    and count(*) >= max(quality.rows_read - quality.rows_rejected)
    and count(distinct customers.shop) = 1
