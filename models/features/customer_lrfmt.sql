with

days as (

    select * from {{ ref('int_as_of_days') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

order_lines as (

    select * from {{ ref('int_order_lines') }}

),

purchases as (

    select
        orders.shop,
        days.as_of_date,
        orders.customer_id,
        min(orders.ordered_on) as first_order_on,
        max(orders.ordered_on) as last_order_on,
        count(*) as frequency
    from orders
    inner join days
        on
            orders.shop = days.shop
            and orders.ordered_on <= days.as_of_date
    group by orders.shop, days.as_of_date, orders.customer_id

),

-- Amounts are those of the lines: an order may grow after the day.
amounts as (

    select
        order_lines.shop,
        days.as_of_date,
        order_lines.customer_id,
        sum(case when order_lines.line_kind != 'return' then {{ paid_amount('order_lines.') }} end) as gross_revenue,
        sum(case when order_lines.line_kind in ('return', 'refunded') then order_lines.amount else 0 end)
            as returned_amount
    from order_lines
    inner join days
        on
            order_lines.shop = days.shop
            and order_lines.ordered_on <= days.as_of_date
    group by order_lines.shop, days.as_of_date, order_lines.customer_id

),

joined as (

    select
        purchases.shop,
        purchases.as_of_date,
        purchases.customer_id,
        purchases.first_order_on,
        purchases.last_order_on,
        purchases.frequency,
        amounts.gross_revenue,
        amounts.returned_amount,
        {{ days_between('purchases.last_order_on', 'purchases.as_of_date') }} as recency_days,
        {{ days_between('purchases.first_order_on', 'purchases.last_order_on') }} as length_days
    from purchases
    inner join amounts
        on
            purchases.shop = amounts.shop
            and purchases.as_of_date = amounts.as_of_date
            and purchases.customer_id = amounts.customer_id

),

-- Sums are exact decimals up to here, so that they do not depend on the order of the rows.
measured as (

    select
        shop,
        as_of_date,
        customer_id,
        first_order_on,
        last_order_on,
        recency_days,
        cast(frequency as integer) as frequency,
        cast(round(greatest(gross_revenue - returned_amount, 0), 2) as double) as monetary,
        cast(round(gross_revenue, 2) as double) as gross_revenue,
        cast(round(returned_amount, 2) as double) as returned_amount,
        length_days,
        case
            when frequency > 1 then {{ rounded('cast(length_days as double) / (frequency - 1)', 4) }}
        end as mean_days_between,
        {{ rounded('cast(gross_revenue as double) / frequency', 4) }} as average_order_value
    from joined

)

select * from measured
