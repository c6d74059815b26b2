{{ config(materialized='view') }}

with

days as (

    select * from {{ ref('int_as_of_days') }}

),

order_sums as (

    select * from {{ ref('customer_order_sums') }}

),

by_day as (

    select
        order_sums.*,
        days.as_of_date,
        days.is_current,
        days.is_cut_off,
        {{ days_between('order_sums.last_order_on', 'days.as_of_date') }} as recency_days,
        {{ days_between('order_sums.first_order_on', 'order_sums.last_order_on') }} as length_days
    from order_sums
    inner join days
        on
            order_sums.shop = days.shop
            and {{ stands_on('order_sums', 'days.as_of_date') }}

),

-- Sums are exact decimals up to here, so that they do not depend on the order of the rows.
measured as (

    select
        shop,
        as_of_date,
        is_current,
        is_cut_off,
        customer_id,
        customer_key,
        first_order_on,
        last_order_on,
        recency_days,
        frequency,
        cast(round(greatest(gross_revenue - returned_amount, 0), 2) as double) as monetary,
        cast(round(gross_revenue, 2) as double) as gross_revenue,
        cast(round(returned_amount, 2) as double) as returned_amount,
        length_days,
        case
            when frequency > 1 then {{ rounded('cast(length_days as double) / (frequency - 1)', 4) }}
        end as mean_days_between,
        {{ rounded('cast(gross_revenue as double) / frequency', 4) }} as average_order_value,
        case
            when list_amount > 0
                then {{ rounded('1 - cast(listed_amount as double) / cast(list_amount as double)', 6) }}
        end as discount_share,
        {{ rounded('cast(season_orders as double) / frequency', 6) }} as season_share,
        {{ season_concentration() }} as season_concentration,
        {{ season_month() }} as season_month
    from by_day

)

select * from measured
