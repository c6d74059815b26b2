{# A value as a date, or null where it is none; how it may be written, read_timestamp says. #}
{% macro read_date(expression, place) -%}
    cast({{ read_timestamp(expression, place) }} as date)
{%- endmacro %}
