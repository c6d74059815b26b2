{# A seed whose columns are others than those of the release before is made anew, which dbt does only when it is asked. #}
{% macro duckdb__reset_csv_table(model, full_refresh, old_relation, agate_table) %}
    {% set had = adapter.get_columns_in_relation(old_relation) | map(attribute='name') | list %}
    {% set is_other = had != agate_table.column_names | list %}
    {{ return(dbt.default__reset_csv_table(model, full_refresh or is_other, old_relation, agate_table)) }}
{% endmacro %}
