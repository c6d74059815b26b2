{# The relation that a configured place names by `model:`, `file:` or `relation:`. #}
{% macro relation_of(place, what) -%}
    {%- if place.model is defined -%} {{ ref(place.model) }}
    {%- elif place.file is defined -%}
        {%- if execute %}{% do check_file_exists(place.file, what) %}{% endif -%}
        {{ read_file(place.file) }}
    {%- elif place.relation is defined -%} {{ place.relation }}
    {%- else -%}
        {{ exceptions.raise_compiler_error(
            what ~ " names no data: give it one of `model:`, `file:` or `relation:` in dbt_project.yml."
        ) }}
    {%- endif -%}
{%- endmacro %}
