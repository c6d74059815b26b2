{# The day on which dbt was started. Only an as-of date of `latest` asks for it, to leave out days that are to come. #}
{% macro today() -%}
    cast('{{ run_started_at.strftime("%Y-%m-%d") }}' as date)
{%- endmacro %}
