-- How many customers are to be shown which category next, by that of their last order: where it comes more often than
-- after any order.
select
    next_product.last_category,
    next_product.next_category,
    mode(next_product.new_category) as new_category,
    count(*) as customers,
    max(next_product.next_share) as next_share,
    max(next_product.next_usual_share) as next_usual_share
from marts.next_product
inner join marts.customer_segments
    on
        customer_segments.segmentation = $segmentation
        and next_product.customer_id = customer_segments.customer_id
where
    next_product.shop in (select shop from marts.cohorts where segmentation = $segmentation)
    and next_product.next_share > next_product.next_usual_share
group by all
order by customers desc, last_category, next_category
