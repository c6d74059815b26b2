-- Joins neither lose nor multiply money: the customers' gross revenue is the orders' amount, up to rounding.
with

features as (

    select
        count(*) as customers,
        coalesce(sum(gross_revenue), 0) as gross_revenue
    from {{ ref('customer_features') }}
    where is_current

),

orders as (

    select coalesce(sum(amount), 0) as amount
    from {{ ref('int_orders') }}

)

select
    features.gross_revenue,
    orders.amount
from features
cross join orders
where abs(features.gross_revenue - orders.amount) > 0.01 * (features.customers + 1)
