{# A figure with two decimals. #}
{% macro written_decimal(figure) -%}
    printf('%.2f', cast({{ rounded(figure, 2) }} as double))
{%- endmacro %}
