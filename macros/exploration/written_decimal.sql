{# A figure with two decimals. #}
{% macro written_decimal(figure) -%}
    printf('%.2f', cast({{ figure }} as double))
{%- endmacro %}
