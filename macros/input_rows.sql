{#
    The rows of one input (see `inputs` in dbt_project.yml) as a select with the given columns, all as text,
    so that a value which does not parse is rejected later with its reason instead of failing the build.
    An input that is left out has the same columns and no rows.
#}
{% macro input_rows(name, columns) %}
{%- set input = var('inputs', {}).get(name) -%}
{%- set expressions = (input or {}).get('columns') or {} -%}
{%- set source = input_source(name, input, columns) -%}
select
    {%- for column in columns %}
    {%- set expression = expressions.get(column, column) if source else none %}
    cast({{ 'null' if expression is none else expression }} as string) as {{ column }}
    {{- ',' if not loop.last }}
    {%- endfor %}
{%- if source %}
from {{ source }}
{%- else %}
where false
{%- endif %}
{%- endmacro %}
