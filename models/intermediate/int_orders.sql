{{
    config(
        materialized=table_that_grows(),
        unique_key=['customer_key', 'order_key']
    )
}}

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
        {% if may_have_list_prices(ref('stg_shop__order_lines')) -%}
        try_cast(sum(case when line_kind = 'purchase' then list_amount end) as decimal(18, 4)) as list_amount,
        try_cast(sum(case when line_kind = 'purchase' and list_amount is not null then amount end) as decimal(18, 4))
            as listed_amount,
        {%- else -%}
        cast(null as decimal(18, 4)) as list_amount,
        cast(null as decimal(18, 4)) as listed_amount,
        {%- endif %}
        max(added_at) as added_at
    from lines
    group by customer_key, order_key

)

select * from summed
{% endset %}

{{ new_orders(orders) }}
