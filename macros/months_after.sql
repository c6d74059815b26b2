{# The date so many months after another; before it where the months are negative. #}
{% macro months_after(date, months) -%}
    cast({{ dbt.dateadd('month', months, date) }} as date)
{%- endmacro %}
