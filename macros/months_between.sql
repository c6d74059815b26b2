{# Months from the month of one date to that of another, as a whole number. #}
{% macro months_between(first_date, second_date) -%}
    cast({{ dbt.datediff(first_date, second_date, 'month') }} as integer)
{%- endmacro %}
