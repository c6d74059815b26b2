with

days as (

    select * from {{ ref('int_as_of_days') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

-- An order is seen on each day that does not come before it.
seen_orders as (

    select
        orders.shop,
        days.as_of_date,
        orders.customer_id,
        orders.ordered_on,
        cast(extract(year from orders.ordered_on) as integer) as order_year,
        cast(extract(month from orders.ordered_on) as integer) as order_month
    from orders
    inner join days
        on
            orders.shop = days.shop
            and orders.ordered_on <= days.as_of_date

),

-- The months as hours of a clock: orders of one season point one way, those of all the year round cancel out. Sums of
-- decimals do not depend on the order of the rows.
summed as (

    select
        shop,
        as_of_date,
        customer_id,
        count(*) as orders,
        min(ordered_on) as first_order_on,
        max(ordered_on) as last_order_on,
        cast(sum(cast(cos(pi() * order_month / 6) as decimal(10, 9))) as double) as cosines,
        cast(sum(cast(sin(pi() * order_month / 6) as decimal(10, 9))) as double) as sines
    from seen_orders
    group by shop, as_of_date, customer_id

),

circles as (

    select
        *,
        round(sqrt(cosines * cosines + sines * sines) / orders, 6) as season_concentration,
        cast(floor(round(atan2(sines, cosines) * 6 / pi(), 6) + 0.5) as integer) as hour_of_clock
    from summed

),

directed as (

    select
        *,
        case when season_concentration > 0 then (hour_of_clock + 11) % 12 + 1 end as season_month
    from circles

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
        seen_orders.shop,
        seen_orders.as_of_date,
        seen_orders.customer_id,
        seen_orders.order_year,
        seen_orders.order_month,
        candidates.orders,
        candidates.season_month,
        (seen_orders.order_month + 11 - steps.step) % 12 + 1 as start_month
    from seen_orders
    inner join candidates
        on
            seen_orders.shop = candidates.shop
            and seen_orders.as_of_date = candidates.as_of_date
            and seen_orders.customer_id = candidates.customer_id
    cross join steps

),

-- A season that runs over the turn of the year is of the year in which it starts.
seasons as (

    select
        shop,
        as_of_date,
        customer_id,
        start_month,
        orders,
        abs(start_month % 12 + 1 - season_month) as months_off,
        count(*) as season_orders,
        min(order_year - case when order_month < start_month then 1 else 0 end) as first_year,
        max(order_year - case when order_month < start_month then 1 else 0 end) as last_year
    from orders_of_seasons
    group by shop, as_of_date, customer_id, start_month, orders, season_month

),

regular_seasons as (

    select * from seasons
    where
        first_year < last_year
        and season_orders >= {{ setting('seasonal_share') }} * orders

),

-- Of seasons that hold as many orders, the one around the month to which they point.
ranked_seasons as (

    select
        *,
        row_number() over (
            partition by shop, as_of_date, customer_id
            order by season_orders desc, least(months_off, 12 - months_off), start_month
        ) as season_rank
    from regular_seasons

),

own_seasons as (

    select * from ranked_seasons
    where season_rank = 1

),

joined as (

    select
        directed.shop,
        directed.as_of_date,
        directed.customer_id,
        directed.last_order_on,
        directed.season_concentration,
        directed.season_month,
        own_seasons.start_month is not null as is_seasonal,
        own_seasons.start_month as season_start_month,
        extract(year from directed.last_order_on)
        + case when own_seasons.start_month <= extract(month from directed.last_order_on) then 1 else 0 end as next_year
    from directed
    left join own_seasons
        on
            directed.shop = own_seasons.shop
            and directed.as_of_date = own_seasons.as_of_date
            and directed.customer_id = own_seasons.customer_id

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
        season_concentration,
        season_month,
        is_seasonal,
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
