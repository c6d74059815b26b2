{#
    Schemas are named exactly as configured: a public table keeps one address whoever builds it. `schema_prefix` sets
    them apart from those of a project that has this one as a package.
#}
{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
    {{ var('schema_prefix', '') ~ (custom_schema_name | trim if custom_schema_name else target.schema) }}
{%- endmacro %}
