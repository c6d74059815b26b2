{#- A build makes those anew who have other orders since, or have no hour in a log that has times now. -#}
{{
    config(
        materialized=table_that_grows(),
        unique_key=['customer_key']
    )
}}

{%- set changed = changed_customers(customers_without_hour()) %}

{{ rows_to_add() if changed }}
with

-- A log whose orders are all at midnight has dates, and no times.
timed_shops as (

    select
        shop,
        max(extract(hour from ordered_at)) > 0 as has_times
    from {{ ref('int_order_lines') }}
    where line_kind in ('purchase', 'discount')
    group by shop

),

-- Who has ordered has a first day, which the latest sums say; of its lines alone the first order can be.
first_days as (

    select
        customer_key,
        first_order_on
    from {{ ref('customer_order_sums') }}
    where next_event_on is null and {{ is_among(changed) }}

),

first_day_lines as (

    select paid_lines.*
    from {{ ref('int_order_lines') }} as paid_lines
    inner join first_days
        on
            {{ row_key(['paid_lines.shop', 'paid_lines.customer_id']) }} = first_days.customer_key
            and paid_lines.ordered_on = first_days.first_order_on
    where paid_lines.line_kind in ('purchase', 'discount')

),

orders as (

    select
        shop,
        customer_id,
        order_id,
        min(ordered_at) as started_at
    from first_day_lines
    group by shop, customer_id, order_id
    having count(case when line_kind = 'purchase' then 1 end) > 0

),

ranked_orders as (

    select
        *,
        row_number() over (partition by shop, customer_id order by started_at, order_id) as order_rank
    from orders

),

-- What is added to an order on a later day was not known on the first.
first_order_lines as (

    select
        first_day_lines.*,
        ranked_orders.started_at
    from first_day_lines
    inner join ranked_orders
        on
            first_day_lines.shop = ranked_orders.shop
            and first_day_lines.customer_id = ranked_orders.customer_id
            and first_day_lines.order_id = ranked_orders.order_id
    where ranked_orders.order_rank = 1

),

summed as (

    select
        shop,
        customer_id,
        min(started_at) as started_at,
        count(case when line_kind = 'purchase' then 1 end) as order_lines,
        count(distinct product_id) as products,
        cast(sum(case when line_kind = 'purchase' then quantity end) as double) as quantity,
        cast(sum({{ paid_amount() }}) as double) as amount,
        cast(sum(list_amount) as double) as list_amount,
        cast(sum(case when list_amount is not null then amount end) as double) as listed_amount
    from first_order_lines
    group by shop, customer_id

),

category_amounts as (

    select
        shop,
        customer_id,
        category,
        sum(amount) as amount
    from first_order_lines
    where line_kind = 'purchase' and category is not null
    group by shop, customer_id, category

),

-- The category with the highest amount; of equal ones, the first in the alphabet.
ranked_categories as (

    select
        shop,
        customer_id,
        category,
        row_number() over (partition by shop, customer_id order by amount desc, category asc) as category_rank
    from category_amounts

),

leading_categories as (

    select * from ranked_categories
    where category_rank = 1

),

-- The date is left out: it says how long a customer has been able to buy, which nobody knows of a new one.
measured as (

    select
        summed.shop,
        summed.customer_id,
        {{ row_key(['summed.shop', 'summed.customer_id']) }} as customer_key,
        round(summed.amount, 2) as first_order_revenue,
        cast(summed.order_lines as integer) as first_order_lines,
        summed.quantity as first_order_quantity,
        cast(nullif(summed.products, 0) as integer) as first_order_products,
        {{ rounded('summed.amount / summed.quantity', 4) }} as first_order_piece_price,
        case
            when summed.list_amount > 0 then {{ rounded('1 - summed.listed_amount / summed.list_amount', 6) }}
        end as first_order_discount_share,
        leading_categories.category as first_order_category,
        case {{ days_between("cast('1900-01-01' as date)", 'cast(summed.started_at as date)') }} % 7
            when 0 then 'Monday'
            when 1 then 'Tuesday'
            when 2 then 'Wednesday'
            when 3 then 'Thursday'
            when 4 then 'Friday'
            when 5 then 'Saturday'
            when 6 then 'Sunday'
        end as first_order_weekday,
        case
            when timed_shops.has_times then cast(extract(hour from summed.started_at) as integer)
        end as first_order_hour,
        (select max(orders.added_at) from {{ ref('int_orders') }} as orders) as added_at
    from summed
    inner join timed_shops on summed.shop = timed_shops.shop
    left join leading_categories
        on
            summed.shop = leading_categories.shop
            and summed.customer_id = leading_categories.customer_id

)

select * from measured
