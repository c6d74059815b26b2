{#- The days at whose ends features are made: today, that before the outcomes, and ends of months before a history. -#}

with

shops as (

    select * from {{ ref('stg_shop__shops') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

first_days as (

    select
        shop,
        min(ordered_on) as first_order_on
    from orders
    where lines > 0
    group by shop

),

-- Where the orders go back less than twice the wished period, as much of them is left to place customers by.
periods as (

    select
        shops.shop,
        shops.as_of_date,
        least(
            {{ setting('outcome_days') }},
            cast(floor({{ days_between('first_days.first_order_on', 'shops.as_of_date') }} / 2.0) as integer)
        ) as outcome_days
    from shops
    inner join first_days on shops.shop = first_days.shop
    where shops.segmentation is not null

),

cut_offs as (

    select
        shop,
        {{ days_before('as_of_date', 'outcome_days') }} as as_of_date
    from periods
    where outcome_days >= {{ setting('fewest_outcome_days') }}

),

-- Once there is a history it is continued, not made up.
without_history as (

    select
        shops.shop,
        shops.as_of_date,
        first_days.first_order_on
    from shops
    inner join first_days on shops.shop = first_days.shop
    where shops.segmentation is not null and {{ has_no_history('shops.segmentation') }}

),

month_ends as (

    {{ month_ends('without_history', setting('backfill_months')) | indent(4) }}

),

days as (

    select
        shop,
        as_of_date,
        true as is_current,
        false as is_cut_off,
        false as is_month_end
    from shops
    union all
    select
        shop,
        as_of_date,
        false as is_current,
        true as is_cut_off,
        false as is_month_end
    from cut_offs
    union all
    select
        shop,
        cast(as_of_date as date) as as_of_date,
        false as is_current,
        false as is_cut_off,
        true as is_month_end
    from month_ends
    where first_order_on <= as_of_date

),

-- A day may be several things.
distinct_days as (

    select
        shop,
        as_of_date,
        max(is_current) as is_current,
        max(is_cut_off) as is_cut_off,
        max(is_month_end) as is_month_end
    from days
    group by shop, as_of_date

)

select * from distinct_days
