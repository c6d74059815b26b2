{# Schemas are named exactly as configured: a public table keeps one address whoever builds it. #}
{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
    {{ custom_schema_name | trim if custom_schema_name else target.schema }}
{%- endmacro %}
