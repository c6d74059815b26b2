{# The materialization of a table that a build may add to (see grown), where the warehouse has one. #}
{% macro table_that_grows() %}{{ return('grown' if target.type == 'duckdb' else 'table') }}{% endmacro %}
