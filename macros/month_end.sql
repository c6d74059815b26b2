{# The last day of the month of a date, or of the month so many months before it. #}
{% macro month_end(date, months_before=0) -%}
    {{ dbt.last_day(dbt.dateadd('month', -months_before, date) if months_before else date, 'month') }}
{%- endmacro %}
