{#-
    What a customer had bought by the as-of days. A row stands from the last day on which something was bought or given back
    up to then, to before the next such day. A build makes those anew who have other orders since, or of whom an as-of day
    falls between the first and the last day of a row: what is there of the others holds on other days too. Rows of
    days before stay, so that none is missing if a day goes back.
-#}
{{
    config(
        materialized=table_that_grows(),
        unique_key=['customer_key']
    )
}}

{%- set changed = changed_customers(customers_between_days()) %}

{{ rows_to_add() if changed }}
with

order_lines as (

    select * from {{ ref('int_order_lines') }}

),

days as (

    select * from {{ ref('int_as_of_days') }}

),

customers as (

    select * from {{ ref('int_customers') }}

),

-- An order counts on its day. One that grows or shrinks later has its money on the days of its lines.
lasting as (

    select
        customer_key,
        order_key
    from {{ ref('int_orders') }}
    where first_line_on < last_line_on and {{ is_among(changed) }}

),

later_lines as (

    select
        order_lines.*,
        lasting.customer_key
    from order_lines
    inner join lasting
        on
            {{ row_key(['order_lines.shop', 'order_lines.customer_id']) }} = lasting.customer_key
            and {{ row_key(['order_lines.order_id']) }} = lasting.order_key

),

events as (

    select
        shop,
        customer_key,
        coalesce(ordered_on, first_line_on) as happened_on,
        ordered_on,
        case when first_line_on = last_line_on then amount + refunded_amount else 0 end as gross_revenue,
        case when first_line_on = last_line_on then returned_amount + refunded_amount else 0 end as returned_amount,
        case when first_line_on = last_line_on then list_amount end as list_amount,
        case when first_line_on = last_line_on then listed_amount end as listed_amount,
        added_at
    from {{ ref('int_orders') }}
    where {{ is_among(changed) }}

    union all

    select
        shop,
        customer_key,
        ordered_on as happened_on,
        cast(null as date) as ordered_on,
        case when line_kind != 'return' then {{ paid_amount() }} else 0 end as gross_revenue,
        case when line_kind in ('return', 'refunded') then amount else 0 end as returned_amount,
        case when line_kind = 'purchase' then list_amount end as list_amount,
        case when line_kind = 'purchase' and list_amount is not null then amount end as listed_amount,
        added_at
    from later_lines

),

-- Not of the events, which would be kept in memory to be read twice.
event_days as (

    select
        shop,
        coalesce(ordered_on, first_line_on) as happened_on
    from {{ ref('int_orders') }}
    where {{ is_among(changed) }}
    union
    select
        shop,
        ordered_on as happened_on
    from later_lines

),

-- The months as hours of a clock: orders of one season point one way, those of all the year round cancel out. Sums of
-- decimals do not depend on the order of the rows.
calendar as (

    select
        event_days.shop,
        event_days.happened_on,
        extract(month from event_days.happened_on) in (11, 12) as is_in_season,
        cast(cos(pi() * extract(month from event_days.happened_on) / 6) as decimal(10, 9)) as cosine,
        cast(sin(pi() * extract(month from event_days.happened_on) / 6) as decimal(10, 9)) as sine,
        min(days.as_of_date) as as_of_date
    from event_days
    inner join days
        on
            event_days.shop = days.shop
            and event_days.happened_on <= days.as_of_date
    group by event_days.shop, event_days.happened_on

),

between_days as (

    select
        events.customer_key,
        calendar.as_of_date,
        min(events.happened_on) as first_event_on,
        max(events.happened_on) as last_event_on,
        max(events.added_at) as added_at,
        min(events.ordered_on) as first_order_on,
        max(events.ordered_on) as last_order_on,
        count(events.ordered_on) as frequency,
        sum(events.gross_revenue) as gross_revenue,
        sum(events.returned_amount) as returned_amount,
        sum(events.list_amount) as list_amount,
        sum(events.listed_amount) as listed_amount,
        count(case when calendar.is_in_season then events.ordered_on end) as season_orders,
        sum(case when events.ordered_on is not null then calendar.cosine end) as cosines,
        sum(case when events.ordered_on is not null then calendar.sine end) as sines
    from events
    inner join calendar
        on
            events.shop = calendar.shop
            and events.happened_on = calendar.happened_on
    group by events.customer_key, calendar.as_of_date

),

running as (

    select
        customer_key,
        first_event_on,
        last_event_on,
        lead(first_event_on) over by_customer as next_event_on,
        added_at,
        min(first_order_on) over up_to_now as first_order_on,
        max(last_order_on) over up_to_now as last_order_on,
        sum(frequency) over up_to_now as frequency,
        sum(gross_revenue) over up_to_now as gross_revenue,
        sum(returned_amount) over up_to_now as returned_amount,
        sum(list_amount) over up_to_now as list_amount,
        sum(listed_amount) over up_to_now as listed_amount,
        sum(season_orders) over up_to_now as season_orders,
        sum(cosines) over up_to_now as cosines,
        sum(sines) over up_to_now as sines
    from between_days
    window
        by_customer as (partition by customer_key order by as_of_date),
        up_to_now as (
            partition by customer_key order by as_of_date
            rows between unbounded preceding and current row
        )

)

select
    customers.shop,
    customers.customer_id,
    running.customer_key,
    running.first_event_on,
    running.last_event_on,
    running.next_event_on,
    running.first_order_on,
    running.last_order_on,
    cast(running.frequency as integer) as frequency,
    try_cast(running.gross_revenue as decimal(18, 4)) as gross_revenue,
    try_cast(running.returned_amount as decimal(18, 4)) as returned_amount,
    try_cast(running.list_amount as decimal(18, 4)) as list_amount,
    try_cast(running.listed_amount as decimal(18, 4)) as listed_amount,
    cast(running.season_orders as integer) as season_orders,
    cast(running.cosines as double) as cosines,
    cast(running.sines as double) as sines,
    running.added_at
from running
inner join customers on running.customer_key = customers.customer_key
where running.frequency > 0
