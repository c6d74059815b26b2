-- Who are the five best customers of each segment by revenue, and when did they last order?
-- One row per shop, segment and customer among its five best.

with

customers as (

    select * from {{ ref('customers') }}

    where
        segment_id is not null
        and monetary > 0

),

ranked as (

    select
        shop,
        segment_id,
        segment_name,
        row_number() over (
            partition by shop, segment_id
            order by round(monetary, 2) desc, customer_id
        ) as revenue_rank,
        customer_id,
        monetary,
        frequency,
        last_order_on,
        rfm_name

    from customers

),

best as (

    select * from ranked

    where revenue_rank <= 5

)

select * from best
order by shop, segment_id, revenue_rank
