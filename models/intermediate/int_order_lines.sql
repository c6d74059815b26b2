{{ config(materialized='view') }}

with

order_lines as (

    select * from {{ ref('stg_shop__order_lines') }}

),

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
        cast(abs(coalesce(amount, quantity * unit_price)) as decimal(20, 4)) as amount,
        list_price,

        -- timestamps
        ordered_at,
        cast(ordered_at as date) as ordered_on

    from order_lines
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
            when list_price > 0 then greatest(amount, cast(quantity * list_price as decimal(20, 4)))
        end as list_amount,
        ordered_at,
        ordered_on
    from kept

)

select * from priced
