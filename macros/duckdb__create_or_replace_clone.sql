{# The copy of a table that `dbt clone` makes. #}
{% macro duckdb__create_or_replace_clone(this_relation, defer_relation) %}
    create or replace table {{ this_relation }} as select * from {{ defer_relation }}
{% endmacro %}
