-- Joins neither lose nor multiply money: what the lines say was paid is what the orders say, and the customers' gross
-- revenue is that of the orders of those who have any, up to rounding.
with

features as (

    select
        count(*) as customers,
        coalesce(sum(gross_revenue), 0) as gross_revenue
    from {{ ref('customer_features') }}

),

buyers as (

    select
        customer_key,
        sum(amount + refunded_amount) as gross_revenue
    from {{ ref('int_orders') }}
    group by customer_key
    having max(lines) > 0

),

bought as (

    select coalesce(sum(gross_revenue), 0) as gross_revenue
    from buyers

),

orders as (

    select coalesce(sum(amount + refunded_amount), 0) as amount
    from {{ ref('int_orders') }}

),

paid as (

    select coalesce(sum({{ paid_amount() }}), 0) as amount
    from {{ ref('int_order_lines') }}
    where line_kind != 'return'

)

select
    features.gross_revenue as of_customers,
    bought.gross_revenue as of_their_orders,
    orders.amount as of_orders,
    paid.amount as of_lines
from features
cross join bought
cross join orders
cross join paid
where
    abs(features.gross_revenue - bought.gross_revenue) > 0.01 * (features.customers + 1)
    or orders.amount != paid.amount
