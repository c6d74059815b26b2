{# Rows dated before this day are taken for errors. #}
{% macro first_plausible_date() -%}
    cast('{{ setting('first_plausible_date') }}' as date)
{%- endmacro %}
