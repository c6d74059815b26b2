-- Customers by what assigned their segment, the most first.
select
    assigned_by,
    count(*) as customers
from marts.customer_segments
where segmentation = $segmentation
group by assigned_by
order by customers desc, assigned_by
