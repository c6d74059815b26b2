{#
    A seed is made anew. Emptied and filled again, its rows would have other numbers from the moment on at which DuckDB tidies
    the file up, in the midst of a build that finds rows by their numbers (see row_position); and one whose columns are others
    than those of the release before could not be filled.
#}
{% macro duckdb__reset_csv_table(model, full_refresh, old_relation, agate_table) %}
    {{ return(dbt.default__reset_csv_table(model, true, old_relation, agate_table)) }}
{% endmacro %}
