{{ config(materialized='view') }}

{%- set per_order = ['order_discount', 'order_refund'] | select('in', columns_of_input('order_lines')) | list %}

with

order_lines as (

    select * from {{ ref('stg_shop__order_lines') }}
    where reject_reason is null

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
        ordered_on
    from kept

)
{%- if per_order %},

-- What an order says of itself, in its first line or in all of them, is taken once.
orders as (

    select
        shop,
        order_id,
        customer_id,
        min(ordered_at) as ordered_at,
        {% for column in per_order -%}
        max(abs({{ column }})) as {{ column }}{{ ',' if not loop.last }}
        {% endfor %}
    from order_lines
    group by shop, order_id, customer_id

)
{%- endif %}

select * from priced
{%- for column in per_order %}
union all
select
    shop,
    order_id,
    customer_id,
    cast(null as string) as product_id,
    cast(null as string) as product_name,
    cast(null as string) as category,
    '{{ 'discount' if column == 'order_discount' else 'return' }}' as line_kind,
    1 as quantity,
    cast(null as decimal(13, 4)) as unit_price,
    cast({{ column }} as decimal(20, 4)) as amount,
    cast(null as decimal(20, 4)) as list_amount,
    ordered_at,
    cast(ordered_at as date) as ordered_on
from orders
where {{ column }} > 0
{%- endfor %}
