{{ config(enabled=has_batches()) }}

with

lines as (

    select
        shop,
        batch_number,
        reject_reason,
        cast(ordered_at as date) as ordered_on,
        {{ signed_amount() }} as amount,
        {{ is_credit() }} as is_credit
    from {{ ref('stg_shop__order_lines') }}
    where batch_number is not null

),

-- Both ways of reading the lines name the table: what two steps read of one is kept in memory whole.
kept_lines as (

    select
        shop,
        batch_number,
        {{ customer_key() }} as customer_key,
        cast(ordered_at as date) as ordered_on
    from {{ ref('stg_shop__order_lines') }}
    where batch_number is not null and reject_reason is null

),

by_reason as (

    select
        shop,
        batch_number,
        reject_reason,
        count(*) as lines,
        sum(amount) as amount,
        count(case when is_credit then 1 end) as credits,
        sum(case when is_credit then amount end) as credited_amount,
        min(ordered_on) as first_on,
        max(ordered_on) as last_on
    from lines
    group by shop, batch_number, reject_reason

),

customers as (

    select
        customer_key,
        batch_number,
        any_value(shop) as shop,
        min(ordered_on) as first_on
    from kept_lines
    group by customer_key, batch_number

),

customers_of_batches as (

    select
        shop,
        batch_number,
        count(*) as customers
    from customers
    group by shop, batch_number

),

-- A customer is new in the batch of the first order line, in the first of those that have one of that day.
first_batches as (

    select
        any_value(shop) as shop,
        min_by(batch_number, (first_on, batch_number)) as batch_number
    from customers
    group by customer_key

),

new_customers as (

    select
        shop,
        batch_number,
        count(*) as new_customers
    from first_batches
    group by shop, batch_number

),

rejected as (

    select
        shop,
        batch_number,
        sum(case when reject_reason = 'replaced by a later batch' then lines end) as lines_replaced,
        sum(case when reject_reason = 'replaced by a later batch' then amount end) as replaced_amount,
        sum(credits) as credits,
        sum(credited_amount) as credited_amount,
        {{ joined_text("concat('\"', reject_reason, '\": ', lines)", "', '", 'reject_reason') }} as reasons
    from by_reason
    where reject_reason is not null
    group by shop, batch_number

),

batches as (

    select
        shop,
        batch_number
    from {{ ref('stg_shop__batches') }}

),

counted as (

    select
        batches.shop,
        batches.batch_number,
        coalesce(kept.lines, 0) as lines_kept,
        coalesce(rejected.lines_replaced, 0) as lines_replaced,
        concat('{', coalesce(rejected.reasons, ''), '}') as rejected_by_reason,
        coalesce(kept.amount, 0) as amount,
        coalesce(rejected.replaced_amount, 0) as replaced_amount,
        coalesce(rejected.credits, 0) as credits,
        rejected.credited_amount,
        coalesce(customers_of_batches.customers, 0) as customers,
        coalesce(new_customers.new_customers, 0) as new_customers,
        kept.first_on,
        kept.last_on
    from batches
    left join by_reason as kept
        on
            batches.shop = kept.shop
            and batches.batch_number = kept.batch_number
            and kept.reject_reason is null
    left join customers_of_batches
        on
            batches.shop = customers_of_batches.shop
            and batches.batch_number = customers_of_batches.batch_number
    left join new_customers
        on
            batches.shop = new_customers.shop
            and batches.batch_number = new_customers.batch_number
    left join rejected
        on
            batches.shop = rejected.shop
            and batches.batch_number = rejected.batch_number

)

select * from counted
