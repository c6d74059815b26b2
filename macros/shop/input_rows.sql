{# The shop_rows of one input of all its shops. An input that no shop has is empty. #}
{% macro input_rows(input, may_lack=[]) -%}
    {%- for shop in shops_with(input) %}
    {{ 'union all' if not loop.first }}
    {{ shop_rows(shop, input, may_lack) }}
    {%- else %}
    select
        cast(null as string) as shop,
        {% for column, type in columns_of_input(input).items() -%}
        {{ typed('null', type, none, none) }} as {{ column }},
        {% endfor -%}
        {% for column in may_lack -%}
        false as lacks_{{ column }},
        {% endfor -%}
        {% if input == 'order_lines' -%}
        cast(null as integer) as batch_number,
        false as is_replaced,
        {% endif -%}
        cast(null as string) as unreadable_line,
        cast(null as bigint) as row_position,
        1 as copy_number
    where false
    {%- endfor %}
{%- endmacro %}
