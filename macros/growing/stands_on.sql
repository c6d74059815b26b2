{# Whether a row of customer_order_sums says what had been bought by a day, as a condition. #}
{% macro stands_on(row, day) -%}
    {{ row }}.last_event_on <= {{ day }} and coalesce({{ row }}.next_event_on > {{ day }}, true)
{%- endmacro %}
