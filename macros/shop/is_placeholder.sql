{# Whether the configuration of a shop says that an id stands for nobody in particular. #}
{% macro is_placeholder(shop, customer_id) -%}
    {%- set conditions = [] -%}
    {%- for each in (order_logs() if execute else []) if each.inputs.order_lines.nobody -%}
        {%- set ids = [] -%}
        {%- for id in each.inputs.order_lines.nobody -%}
            {%- do ids.append(text_literal(id | string | lower)) -%}
        {%- endfor -%}
        {%- do conditions.append(
            '(' ~ shop ~ ' = ' ~ text_literal(each.name) ~ ' and lower(' ~ customer_id ~ ') in (' ~ ids | join(', ') ~ '))'
        ) -%}
    {%- endfor -%}
    {{ '(' ~ conditions | join(' or ') ~ ')' if conditions else 'false' }}
{%- endmacro %}
