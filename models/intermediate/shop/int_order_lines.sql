{{ config(materialized='view') }}

with

order_lines as (

    select * from {{ ref('int_order_lines_classified') }}

),

kept as (

    select
        -- ids
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
        cast(abs(quantity) * unit_price as decimal(20, 4)) as amount,
        -- A list price below the price paid is taken for that price: nothing was taken off.
        case
            when list_price > 0
                then cast(abs(quantity) * greatest(unit_price, list_price) as decimal(20, 4))
        end as list_amount,

        -- timestamps
        ordered_at,
        cast(ordered_at as date) as ordered_on

    from order_lines
    where reject_reason is null

)

select * from kept
