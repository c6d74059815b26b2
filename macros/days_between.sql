{# Days from one date to another, as a whole number; negative when the second lies before the first. #}
{% macro days_between(first_date, second_date) -%}
    cast({{ dbt.datediff(first_date, second_date, 'day') }} as integer)
{%- endmacro %}
