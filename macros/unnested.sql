{# The rows of a nested table, a list of structs, next to the keys of the row that holds it. #}
{% macro unnested(relation, column, keys) -%}
    {{ return(adapter.dispatch('unnested')(relation, column, keys)) }}
{%- endmacro %}

{% macro default__unnested(relation, column, keys) -%}
    {{ exceptions.raise_compiler_error("Nested tables are not supported on this warehouse.") }}
{%- endmacro %}

{% macro duckdb__unnested(relation, column, keys) -%}
select
    {{ keys | join(', ') }},
    nested_row.*
from (
    select {{ keys | join(', ') }}, unnest({{ column }}) as nested_row
    from {{ relation }}
) as {{ column }}_rows
{%- endmacro %}

{% macro spark__unnested(relation, column, keys) -%}
select {{ keys | join(', ') }}, inline({{ column }})
from {{ relation }}
{%- endmacro %}
