with

shops as (

    select * from {{ ref('int_shops') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

order_lines as (

    select * from {{ ref('int_order_lines') }}

),

purchases as (

    select
        shop,
        customer_id,
        min(ordered_on) as first_order_on,
        max(ordered_on) as last_order_on,
        count(*) as frequency,
        sum(amount) as gross_revenue
    from orders
    group by shop, customer_id

),

returns as (

    select
        shop,
        customer_id,
        sum(amount) as returned_amount
    from order_lines
    where line_kind = 'return'
    group by shop, customer_id

),

joined as (

    select
        purchases.shop,
        purchases.customer_id,
        purchases.first_order_on,
        purchases.last_order_on,
        purchases.frequency,
        purchases.gross_revenue,
        coalesce(returns.returned_amount, 0) as returned_amount,
        {{ days_between('purchases.last_order_on', 'shops.as_of_date') }} as recency_days,
        {{ days_between('purchases.first_order_on', 'purchases.last_order_on') }} as length_days
    from purchases
    inner join shops on purchases.shop = shops.shop
    left join returns
        on
            purchases.shop = returns.shop
            and purchases.customer_id = returns.customer_id

),

-- Sums are exact decimals up to here, so that they do not depend on the order of the rows.
measured as (

    select
        shop,
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
            when frequency > 1 then round(cast(length_days as double) / (frequency - 1), 4)
        end as mean_days_between,
        round(cast(gross_revenue as double) / frequency, 4) as average_order_value
    from joined

)

select * from measured
