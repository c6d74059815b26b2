{# A configured text as a SQL literal, quotes doubled; nothing becomes a typed null. #}
{% macro text_literal(value) -%}
    {%- if value is none or value is undefined -%} cast(null as string)
    {%- else -%} '{{ value | string | replace("'", "''") }}'
    {%- endif -%}
{%- endmacro %}
