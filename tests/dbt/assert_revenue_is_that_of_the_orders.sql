-- Joins neither lose nor multiply money: what the lines say was paid is what the orders say, and the customers' gross
-- revenue is that of the orders of those who have any, up to rounding.
with

features as (

    select
        count(*) as customers,
        coalesce(sum(gross_revenue), 0) as gross_revenue
    from {{ ref('customer_features') }}

),

by_customer as (

    select
        customer_key,
        sum(amount + refunded_amount) as amount,
        max(lines) > 0 as has_bought
    from {{ ref('int_orders') }}
    group by customer_key

),

orders as (

    select
        coalesce(sum(amount), 0) as amount,
        coalesce(sum(case when has_bought then amount end), 0) as of_buyers
    from by_customer

),

paid as (

    select coalesce(sum({{ paid_amount() }}), 0) as amount
    from {{ ref('int_order_lines') }}
    where line_kind != 'return'

)

select
    features.gross_revenue as of_customers,
    orders.of_buyers as of_their_orders,
    orders.amount as of_orders,
    paid.amount as of_lines
from features
cross join orders
cross join paid
where
    abs(features.gross_revenue - orders.of_buyers) > 0.01 * (features.customers + 1)
    or orders.amount != paid.amount
