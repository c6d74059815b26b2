{#
    The rows of one input (see `inputs` in dbt_project.yml) as a select with the given columns, all as text,
    so that a value which does not parse is rejected later with its reason instead of failing the build.
    An input that is left out has the same columns and no rows.
#}
{% macro input_rows(name, columns) %}
    {%- set input = var('inputs', {}).get(name) -%}
    {%- set source = input_source(name, input, columns) if input else none -%}
    {%- set expressions = (input or {}).get('columns') or {} -%}
    select
    {%- for column in columns %}
        {%- set expression = expressions.get(column, column) if input else 'null' %}
        cast({{ 'null' if expression is none else expression }} as string) as {{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
    {{ 'from ' ~ source if input else 'where false' }}
{%- endmacro %}
