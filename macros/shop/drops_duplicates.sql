{# Whether equal rows of a shop's order lines are copies of one row, of which the others are rejected. #}
{% macro drops_duplicates(shop) -%}
    {%- set keeping = [] -%}
    {%- for each in (order_logs() if execute else []) if each.inputs.order_lines.duplicates == 'keep' -%}
        {%- do keeping.append(text_literal(each.name)) -%}
    {%- endfor -%}
    {{ shop ~ ' not in (' ~ keeping | join(', ') ~ ')' if keeping else 'true' }}
{%- endmacro %}
