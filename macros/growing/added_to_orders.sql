{# Orders of lines that came since, with what is stored of the same orders added to them. #}
{% macro added_to_orders(orders) %}
    with

    new_orders as (

        select * from ({{ orders }}) as of_new_lines

    ),

    parts as (

        select * from new_orders

        union all

        select * from {{ this }}
        where (customer_key, order_key) in (select (customer_key, order_key) from new_orders)

    )

    select
        {{ shop_of_group() }} as shop,
        customer_key,
        order_key,
        min(ordered_on) as ordered_on,
        min(first_line_on) as first_line_on,
        max(last_line_on) as last_line_on,
        cast(sum(lines) as integer) as lines,
        try_cast(sum(amount) as decimal(18, 4)) as amount,
        try_cast(sum(refunded_amount) as decimal(18, 4)) as refunded_amount,
        try_cast(sum(returned_amount) as decimal(18, 4)) as returned_amount,
        try_cast(sum(list_amount) as decimal(18, 4)) as list_amount,
        try_cast(sum(listed_amount) as decimal(18, 4)) as listed_amount,
        max(added_at) as added_at
    from parts
    group by customer_key, order_key
{% endmacro %}
