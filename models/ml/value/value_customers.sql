{%- set later_mean = 'cast(measured.amount - measured.first_amount as double) / (measured.order_days - 1)' -%}

with

shops as (

    select * from {{ ref('stg_shop__shops') }}
    where {{ is_valued('shop') }}

),

as_of_days as (

    select * from {{ ref('int_as_of_days') }}

),

-- Orders of one day are one order, as the models have it.
order_days as (

    select
        orders.shop,
        orders.customer_key,
        orders.ordered_on,
        sum(orders.amount) as amount
    from {{ ref('int_orders') }} as orders
    inner join shops on orders.shop = shops.shop
    where orders.lines > 0
    group by orders.shop, orders.customer_key, orders.ordered_on

),

customers as (

    select * from {{ ref('int_customers') }}

),

scores as (

    select * from {{ ref('customer_rfm_scores') }}

),

segments as (

    select
        segmentation,
        as_of_date,
        customer_id,
        segment_id
    from {{ ref('past_segments') }}
    union all
    select
        members.segmentation,
        shops.as_of_date,
        members.customer_id,
        members.segment_id
    from {{ ref('segment_members') }} as members
    inner join shops on members.segmentation = shops.segmentation

),

-- Not of the days of each customer, which would be kept in memory to be read again.
dates as (

    select distinct
        shop,
        ordered_on
    from {{ ref('int_orders') }}
    where lines > 0

),

first_days as (

    select
        shop,
        min(ordered_on) as first_order_on
    from dates
    group by shop

),

-- A past day to test on, with what came up to today, and an earlier one to learn from, with what came up to that.
past_days as (

    select
        as_of_days.shop,
        as_of_days.as_of_date,
        shops.as_of_date as known_until,
        least(
            {{ days_between('as_of_days.as_of_date', 'shops.as_of_date') }},
            cast(floor({{ days_between('first_days.first_order_on', 'as_of_days.as_of_date') }} / 2.0) as integer)
        ) as learning_days
    from as_of_days
    inner join shops on as_of_days.shop = shops.shop
    inner join first_days on as_of_days.shop = first_days.shop
    where as_of_days.is_cut_off

),

days as (

    select
        shop,
        'today' as stage,
        as_of_date,
        as_of_date as known_until
    from shops
    union all
    select
        shop,
        'tested' as stage,
        as_of_date,
        known_until
    from past_days
    union all
    select
        shop,
        'learned' as stage,
        {{ days_before('as_of_date', 'learning_days') }} as as_of_date,
        as_of_date as known_until
    from past_days
    where learning_days >= {{ setting('fewest_outcome_days') }}

),

-- All orders between two of these days are on the same side of each of them: they are added up once.
borders as (

    select distinct
        shop,
        {{ days_before('as_of_date', 365) }} as border_on
    from days
    union
    select
        shop,
        as_of_date as border_on
    from days

),

calendar as (

    select
        dates.shop,
        dates.ordered_on,
        count(borders.border_on) as borders_before
    from dates
    left join borders
        on
            dates.shop = borders.shop
            and dates.ordered_on > borders.border_on
    group by dates.shop, dates.ordered_on

),

between_borders as (

    select
        order_days.shop,
        order_days.customer_key,
        calendar.borders_before,
        min(order_days.ordered_on) as first_on,
        max(order_days.ordered_on) as last_on,
        min_by(order_days.amount, order_days.ordered_on) as first_amount,
        count(*) as order_days,
        sum(order_days.amount) as amount
    from order_days
    inner join calendar
        on
            order_days.shop = calendar.shop
            and order_days.ordered_on = calendar.ordered_on
    group by order_days.shop, order_days.customer_key, calendar.borders_before

),

measured as (

    select
        days.shop,
        days.stage,
        parts.customer_key,
        min(parts.first_on) as first_on,
        max(case when parts.first_on <= days.as_of_date then parts.last_on end) as last_on,
        min(case when parts.first_on > days.as_of_date then parts.first_on end) as next_on,
        sum(case when parts.first_on <= days.as_of_date then parts.order_days else 0 end) as order_days,
        sum(case when parts.first_on <= days.as_of_date then parts.amount else 0 end) as amount,
        min_by(parts.first_amount, parts.first_on) as first_amount,
        sum(
            case
                when
                    parts.first_on <= days.as_of_date
                    and parts.first_on > {{ days_before('days.as_of_date', 365) }}
                    then parts.order_days
                else 0
            end
        ) as orders_last_year,
        sum(
            case
                when
                    parts.first_on <= days.as_of_date
                    and parts.first_on > {{ days_before('days.as_of_date', 365) }}
                    then parts.amount
                else 0
            end
        ) as amount_last_year,
        sum(case when parts.first_on > days.as_of_date then parts.order_days else 0 end) as orders_after,
        sum(case when parts.first_on > days.as_of_date then parts.amount else 0 end) as amount_after
    from between_borders as parts
    inner join days
        on
            parts.shop = days.shop
            and parts.first_on <= days.known_until
    group by days.shop, days.stage, parts.customer_key
    having min(parts.first_on) <= max(days.as_of_date)

),

value_customers as (

    select
        measured.shop,
        measured.stage,
        days.as_of_date,
        customers.customer_id,
        cast(measured.order_days - 1 as integer) as later_orders,
        {{ days_between('measured.first_on', 'measured.last_on') }} as last_days,
        {{ days_between('measured.first_on', 'days.as_of_date') }} as age_days,
        cast(round(measured.amount, 2) as double) as amount,
        case
            when measured.order_days > 1
                then {{ rounded(later_mean, 6) }}
        end as mean_amount,
        cast(measured.orders_last_year as integer) as orders_last_year,
        cast(round(measured.amount_last_year, 2) as double) as amount_last_year,
        cast(segments.segment_id as string) as segment,
        scores.rfm_score as rfm_cell,
        {{ days_between('days.as_of_date', 'days.known_until') }} as outcome_days,
        {{ days_between('days.as_of_date', 'measured.next_on') }} as days_to_next,
        cast(measured.orders_after as integer) as orders_after,
        cast(round(measured.amount_after, 2) as double) as amount_after
    from measured
    inner join shops on measured.shop = shops.shop
    inner join customers on measured.customer_key = customers.customer_key
    inner join days
        on
            measured.shop = days.shop
            and measured.stage = days.stage
    left join scores
        on
            measured.shop = scores.shop
            and days.as_of_date = scores.as_of_date
            and customers.customer_id = scores.customer_id
    left join segments
        on
            shops.segmentation = segments.segmentation
            and days.as_of_date = segments.as_of_date
            and customers.customer_id = segments.customer_id

)

select * from value_customers
