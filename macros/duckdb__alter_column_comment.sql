{# dbt-duckdb asks the database for the columns of every relation first. Here a test holds that all are described. #}
{% macro duckdb__alter_column_comment(relation, column_dict) %}
    {%- for name, column in column_dict.items() if column.description %}
        comment on column {{ relation }}.{{ adapter.quote(name) }}
            is {{ duckdb_escape_comment(column.description) }};
    {%- endfor %}
{% endmacro %}
