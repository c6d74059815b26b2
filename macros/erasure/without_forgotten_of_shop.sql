{# The same as without_forgotten() for an input of a shop, whose expressions are those of input_expressions(). #}
{% macro without_forgotten_of_shop(shop, input, expressions) -%}
    {%- set ids = [] -%}
    {%- for column, type in columns_of_input(input).items() if type == 'id' -%}
        {%- do ids.append(expressions[column]) -%}
    {%- endfor -%}
    {{ without_forgotten(shop.name, ids, expressions.unreadable_line) }}
{%- endmacro %}
