{{ config(materialized='view') }}

with

-- Both ways of reading the lines name the table, so that no more of it is read than is asked for.
kept as (

    select
        -- ids
        shop,
        order_id,
        customer_id,
        product_id,

        -- strings
        product_name,
        category,
        line_kind,

        -- numerics
        abs(quantity) as quantity,
        unit_price,
        -- Either is cast on its own: DuckDB takes fifty times as long to round the choice of the two.
        abs(coalesce(cast(amount as decimal(20, 4)), cast(quantity * unit_price as decimal(20, 4)))) as amount,
        list_price,

        -- timestamps
        ordered_at,
        cast(ordered_at as date) as ordered_on,
        added_at

    from {{ ref('stg_shop__order_lines') }}
    where reject_reason is null

),

-- A list price below the price paid is taken for that price: nothing was taken off.
priced as (

    select
        shop,
        order_id,
        customer_id,
        product_id,
        product_name,
        category,
        line_kind,
        quantity,
        unit_price,
        amount,
        case
            when line_kind = 'discount' then null
            when list_price > 0 then greatest(amount, cast(quantity * list_price as decimal(20, 4)))
        end as list_amount,
        ordered_at,
        ordered_on,
        added_at
    from kept

),

-- What an order says of itself, in its first line or in all of them, is taken once.
of_orders as (

    select
        shop,
        order_id,
        customer_id,
        min(ordered_at) as ordered_at,
        max(abs(order_discount)) as discount,
        max(abs(order_refund)) as refund,
        max(added_at) as added_at
    from {{ ref('stg_shop__order_lines') }}
    where
        reject_reason is null
        and (order_discount is not null or order_refund is not null)
    group by shop, order_id, customer_id

),

taken_off as (

    select
        shop,
        order_id,
        customer_id,
        'discount' as line_kind,
        discount as amount,
        ordered_at,
        added_at
    from of_orders
    where discount > 0

    union all

    select
        shop,
        order_id,
        customer_id,
        'return' as line_kind,
        refund as amount,
        ordered_at,
        added_at
    from of_orders
    where refund > 0

),

all_lines as (

    select * from priced

    union all

    select
        shop,
        order_id,
        customer_id,
        cast(null as string) as product_id,
        cast(null as string) as product_name,
        cast(null as string) as category,
        line_kind,
        1 as quantity,
        cast(null as decimal(13, 4)) as unit_price,
        cast(amount as decimal(20, 4)) as amount,
        cast(null as decimal(20, 4)) as list_amount,
        ordered_at,
        cast(ordered_at as date) as ordered_on,
        added_at
    from taken_off

)

select * from all_lines
