with

shops as (

    select * from {{ ref('int_shops') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

first_days as (

    select
        shop,
        min(ordered_on) as first_order_on
    from orders
    group by shop

),

-- Where the orders go back less than twice the wished period, as much of them is left to place customers by.
periods as (

    select
        shops.shop,
        shops.as_of_date,
        least(
            {{ var('outcome_days') }},
            cast(floor({{ days_between('first_days.first_order_on', 'shops.as_of_date') }} / 2.0) as integer)
        ) as outcome_days
    from shops
    inner join first_days on shops.shop = first_days.shop
    where shops.segmentation is not null

),

days as (

    select
        shop,
        as_of_date,
        true as is_current,
        false as is_cut_off
    from shops
    union all
    select
        shop,
        {{ days_before('as_of_date', 'outcome_days') }} as as_of_date,
        false as is_current,
        true as is_cut_off
    from periods
    where outcome_days >= {{ var('fewest_outcome_days') }}

)

select * from days
