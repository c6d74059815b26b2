-- Value by tenths of the customers, those worth most first, and all of them so far.
select
    value_tenth,
    count(*) as customers,
    sum(value_next_year) as value_next_year,
    sum(sum(value_next_year)) over (order by value_tenth) / nullif(sum(sum(value_next_year)) over (), 0) as value_share,
    sum(count(*)) over (order by value_tenth) * 1.0 / sum(count(*)) over () as customer_share
from marts.customer_value
where shop in (select shop from marts.segment_value where segmentation = $segmentation)
group by value_tenth
order by value_tenth
