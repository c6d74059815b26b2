-- Which good customers have gone quiet and should be written to this week, the most valuable first?
-- One row per customer of the upper three fifths by revenue in a segment that is to be won back.

with

customers as (

    select * from {{ ref('customers') }}

    where m_score >= 3

),

strategies as (

    select * from {{ ref('segment_strategies') }}

    where
        segmentation = '{{ var("segmentation", "rfm") }}'
        and strategy in ('win_back_good_customers', 'win_back')

),

lapsed as (

    select
        customers.customer_id,
        customers.segment_name,
        customers.rfm_name,
        customers.last_order_on,
        customers.recency_days,
        customers.frequency,
        customers.monetary,
        strategies.offer,
        strategies.channel

    from customers

    inner join strategies on customers.segment_id = strategies.segment_id

)

select * from lapsed
order by round(monetary, 2) desc nulls last, customer_id
