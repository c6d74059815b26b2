{# The day at whose end every figure stands. #}
{% macro as_of_date() -%}
    cast('{{ setting('as_of_date') }}' as date)
{%- endmacro %}
