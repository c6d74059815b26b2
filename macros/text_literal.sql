{# A configured text as a SQL literal, quotes escaped; nothing becomes a typed null. #}
{% macro text_literal(value) -%}
    {%- if value is none or value is undefined -%} cast(null as string)
    {%- else -%} '{{ adapter.dispatch('escaped_text')(value | string) }}'
    {%- endif -%}
{%- endmacro %}

{% macro default__escaped_text(text) -%}
    {{ return(text | replace("'", "''")) }}
{%- endmacro %}

{# To Spark two quotes are the end of one text and the beginning of another, and a backslash is no letter. #}
{% macro spark__escaped_text(text) -%}
    {{ return(text | replace('\\', '\\\\') | replace("'", "\\'")) }}
{%- endmacro %}
