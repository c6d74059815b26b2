-- Joins neither lose nor multiply money: the customers' gross revenue is the orders' amount and that of the orders that
-- were refunded, up to rounding.
with

features as (

    select
        count(*) as customers,
        coalesce(sum(gross_revenue), 0) as gross_revenue
    from {{ ref('customer_features') }}
    where is_current

),

customers as (

    select distinct
        shop,
        customer_id
    from {{ ref('int_orders') }}

),

paid as (

    select coalesce(sum({{ paid_amount('order_lines.') }}), 0) as amount
    from {{ ref('int_order_lines') }} as order_lines
    inner join customers
        on
            order_lines.shop = customers.shop
            and order_lines.customer_id = customers.customer_id
    where order_lines.line_kind != 'return'

)

select
    features.gross_revenue,
    paid.amount
from features
cross join paid
where abs(features.gross_revenue - paid.amount) > 0.01 * (features.customers + 1)
