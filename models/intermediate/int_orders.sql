{{
    config(
        materialized=table_that_grows(),
        unique_key=['customer_key', 'order_key']
    )
}}

{#- A sum makes the groups of twenty million lines larger, also where there is nothing to add up. -#}
{%- set has_list_prices = may_have_list_prices(ref('int_order_lines')) -%}
{%- set list_amount = "sum(case when line_kind = 'purchase' then list_amount end)" -%}
{%- set listed_amount = "sum(case when line_kind = 'purchase' and list_amount is not null then amount end)" -%}

{% set orders %}
with

lines as (

    select
        shop,
        {{ customer_key() }} as customer_key,
        {{ row_key(['order_id']) }} as order_key,
        line_kind,
        ordered_on,
        amount,
        {{ paid_amount() }} as paid,
        list_amount,
        added_at
    from {{ ref('int_order_lines') }}

),

summed as (

    select
        {{ shop_of_group() }} as shop,
        customer_key,
        order_key,
        min(case when line_kind = 'purchase' then ordered_on end) as ordered_on,
        min(ordered_on) as first_line_on,
        max(ordered_on) as last_line_on,
        cast(count(case when line_kind = 'purchase' then 1 end) as integer) as lines,
        try_cast(coalesce(sum(case when line_kind in ('purchase', 'discount') then paid end), 0) as decimal(18, 4))
            as amount,
        try_cast(coalesce(sum(case when line_kind = 'refunded' then amount end), 0) as decimal(18, 4))
            as refunded_amount,
        try_cast(coalesce(sum(case when line_kind = 'return' then amount end), 0) as decimal(18, 4)) as returned_amount,
        try_cast({{ list_amount if has_list_prices else 'null' }} as decimal(18, 4)) as list_amount,
        try_cast({{ listed_amount if has_list_prices else 'null' }} as decimal(18, 4)) as listed_amount,
        max(added_at) as added_at
    from lines
    group by customer_key, order_key

)

select * from summed
{% endset %}

{{ new_orders(orders) }}
