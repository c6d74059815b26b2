-- What all customers of a shop are expected to do, and by which models.
select
    max(as_of_date) as as_of_date,
    count(*) as customers,
    sum(orders_365_days) as orders_next_year,
    sum(revenue_365_days) as revenue_next_year,
    sum(revenue_last_year) as revenue_last_year,
    sum(value_next_year) as value_next_year,
    sum(value_at_risk) as value_at_risk,
    avg(chance_90_days) as chance_90_days
from marts.customer_value
where shop in (select shop from marts.segment_value where segmentation = $segmentation)
having count(*) > 0
