{# A text as a value of the given type, written as `place` says. #}
{% macro read_as(expression, place, type) -%}
    {%- if type == 'date' -%} {{ read_date(expression, place) }}
    {%- elif type == 'timestamp' -%} {{ read_timestamp(expression, place) }}
    {%- else -%} {{ read_number(expression, place, type) }}
    {%- endif -%}
{%- endmacro %}
