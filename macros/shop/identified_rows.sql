{#
    The input_rows of one input, ready to be judged: with the shop's as-of date, and with the id of the customer whom the
    shop's mapping of ids names, else the id that the input gives. What the mapping says of this input by its name goes
    before what it says of all.
#}
{% macro identified_rows(input, may_lack=[]) -%}
    {%- set columns = columns_of_input(input) -%}
    with

    input_rows as (

        {{ input_rows(input, may_lack) | indent(8) }}

    ),

    shops as (

        select * from {{ ref('stg_shop__shops') }}

    ),

    customer_ids as (

        select
            shop,
            source_customer_id,
            customer_id,
            row_number() over (
                partition by shop, source_customer_id
                order by case when source = '*' then 2 else 1 end
            ) as precedence
        from {{ ref('stg_shop__customer_ids') }}
        where reject_reason is null and source in ('{{ input }}', '*')

    )

    select
        input_rows.shop,
        shops.as_of_date,
        coalesce(customer_ids.customer_id, input_rows.customer_id) as customer_id,
        {%- for column in columns if column != 'customer_id' %}
        input_rows.{{ column }},
        {%- endfor %}
        {%- for column, type in shop_inputs()[input].get('optional', {}).items() if column not in columns %}
        cast(null as {{ 'string' if type == 'text' else type }}) as {{ column }},
        {%- endfor %}
        {%- for column in may_lack %}
        input_rows.lacks_{{ column }},
        {%- endfor %}
        {%- if input == 'order_lines' %}
        input_rows.batch_number,
        input_rows.is_replaced,
        {%- endif %}
        input_rows.unreadable_line,
        input_rows.row_position,
        input_rows.copy_number
    from input_rows
    inner join shops on input_rows.shop = shops.shop
    left join customer_ids
        on
            input_rows.shop = customer_ids.shop
            and input_rows.customer_id = customer_ids.source_customer_id
            and customer_ids.precedence = 1
{%- endmacro %}
