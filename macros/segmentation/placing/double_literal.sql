{# A number as a SQL literal of all its digits. Without an exponent it would be read as a decimal, and rounded again. #}
{% macro double_literal(value) -%}
    {%- set text = value | float | string -%}
    ({{ text if 'e' in text else text ~ 'e0' }})
{%- endmacro %}
