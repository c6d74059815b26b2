{#
    All columns of the last step of a public table, in the order and of the types that its contract gives them: the YAML
    is the only list of them. A column that query or contract lacks ends the build by name, before anything is written.
    While dbt parses, and in a unit test, it knows no contract: then they are as the query has them.
#}
{% macro contracted_columns() -%}
    {%- if model.columns -%}
        {{ adapter.dispatch('contracted_columns')(model.columns.values() | list) }}
    {%- else -%}
        *
    {%- endif -%}
{%- endmacro %}

{% macro default__contracted_columns(columns) -%}
    {%- for column in columns %}
        cast({{ column.name }} as {{ column.data_type }}) as {{ column.name }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# What the contract lacks comes after the rest, so that dbt, which compares the two, reports it. #}
{% macro duckdb__contracted_columns(columns) -%}
    {{ default__contracted_columns(columns) }},
    * exclude ({{ columns | map(attribute='name') | join(', ') }})
{%- endmacro %}
