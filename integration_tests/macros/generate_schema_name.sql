{# Somebody's own names of schemas: the package keeps its own. #}
{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
    {{ custom_schema_name or target.schema }}_of_my_shop
{%- endmacro %}
