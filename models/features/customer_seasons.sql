with

days as (

    select * from {{ ref('int_as_of_days') }}

),

orders as (

    select
        *,
        cast(extract(year from ordered_on) as integer) as order_year,
        cast(extract(month from ordered_on) as integer) as order_month
    from {{ ref('int_orders') }}

),

order_sums as (

    select * from {{ ref('customer_order_sums') }}

),

directed as (

    select
        order_sums.shop,
        order_sums.customer_id,
        order_sums.customer_key,
        order_sums.last_event_on,
        order_sums.next_event_on,
        order_sums.first_order_on,
        order_sums.last_order_on,
        order_sums.frequency,
        {{ season_concentration() }} as season_concentration,
        {{ season_month() }} as season_month
    from order_sums

),

-- Only these can be seasonal, and the counts below are dear: two seasons lie nine months apart, and nobody with so many
-- orders in three months is less concentrated than with these in the outer two and the rest across the clock.
candidates as (

    select * from directed
    where
        {{ days_between('first_order_on', 'last_order_on') }} >= 270
        and season_concentration
        >= {{ setting('seasonal_share') }} * cos(pi() / 6) - (1 - {{ setting('seasonal_share') }}) - 0.000001

),

steps as (

    select 0 as step
    union all
    select 1 as step
    union all
    select 2 as step

),

-- A month is one of three in three seasons: in that which starts with it and in those that start one or two before.
orders_of_seasons as (

    select
        candidates.customer_key,
        candidates.last_event_on,
        orders.order_year,
        orders.order_month,
        candidates.frequency,
        candidates.season_month,
        (orders.order_month + 11 - steps.step) % 12 + 1 as start_month
    from candidates
    inner join orders
        on
            candidates.customer_key = orders.customer_key
            and candidates.last_order_on >= orders.ordered_on
    cross join steps

),

-- A season that runs over the turn of the year is of the year in which it starts.
seasons as (

    select
        customer_key,
        last_event_on,
        start_month,
        frequency,
        abs(start_month % 12 + 1 - season_month) as months_off,
        count(*) as season_orders,
        min(order_year - case when order_month < start_month then 1 else 0 end) as first_year,
        max(order_year - case when order_month < start_month then 1 else 0 end) as last_year
    from orders_of_seasons
    group by customer_key, last_event_on, start_month, frequency, season_month

),

regular_seasons as (

    select * from seasons
    where
        first_year < last_year
        and season_orders >= {{ setting('seasonal_share') }} * frequency

),

-- Of seasons that hold as many orders, the one around the month to which they point.
ranked_seasons as (

    select
        *,
        row_number() over (
            partition by customer_key, last_event_on
            order by season_orders desc, least(months_off, 12 - months_off), start_month
        ) as season_rank
    from regular_seasons

),

own_seasons as (

    select * from ranked_seasons
    where season_rank = 1

),

-- What holds after one as-of day holds up to the one before the next on which the orders are others.
joined as (

    select
        candidates.shop,
        days.as_of_date,
        candidates.customer_id,
        candidates.customer_key,
        candidates.last_order_on,
        own_seasons.start_month as season_start_month,
        extract(year from candidates.last_order_on)
        + case when own_seasons.start_month <= extract(month from candidates.last_order_on) then 1 else 0 end
            as next_year
    from candidates
    inner join own_seasons
        on
            candidates.customer_key = own_seasons.customer_key
            and candidates.last_event_on = own_seasons.last_event_on
    inner join days
        on
            candidates.shop = days.shop
            and {{ stands_on('candidates', 'days.as_of_date') }}

),

started as (

    select
        *,
        make_date(cast(next_year as integer), season_start_month, 1) as next_season_starts_on
    from joined

),

dated as (

    select
        *,
        {{ days_before(months_after('next_season_starts_on', 3), 1) }} as next_season_ends_on,
        {{ days_before(months_after('next_season_starts_on', -9), 1) }} as last_season_ended_on
    from started

),

excused as (

    select
        shop,
        as_of_date,
        customer_id,
        customer_key,
        true as is_seasonal,
        season_start_month,
        next_season_ends_on,
        case
            when next_season_ends_on >= as_of_date
                then
                    greatest(0, {{ days_between(
                        'greatest(last_order_on, last_season_ended_on)',
                        'least(as_of_date, ' ~ days_before('next_season_starts_on', 1) ~ ')'
                    ) }})
            else 0
        end as days_out_of_season
    from dated

)

select * from excused
