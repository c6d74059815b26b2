{# Whether any line of a shop with pieces of a positive number and a negative price takes money off its order. #}
{% macro takes_off(shop) -%}
    {%- set names = [] -%}
    {%- for each in (order_logs() if execute else [])
        if each.inputs.order_lines.negative_prices == 'discount' -%}
        {%- do names.append(text_literal(each.name)) -%}
    {%- endfor -%}
    {{ shop ~ ' in (' ~ names | join(', ') ~ ')' if names else 'false' }}
{%- endmacro %}
