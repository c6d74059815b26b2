{# True for a date in the last `behaviour_window_days` days, of which the as-of date is the last. #}
{% macro in_behaviour_window(date_column, as_of_date) -%}
(
    {{ date_column }} > {{ as_of_date }} - interval {{ setting('behaviour_window_days') }} day
    and {{ date_column }} <= {{ as_of_date }}
)
{%- endmacro %}
