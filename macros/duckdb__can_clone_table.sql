{# `dbt clone` copies tables: a view of one would be no table to add to, and dbt makes none of a Python model. #}
{% macro duckdb__can_clone_table() %}{{ return(true) }}{% endmacro %}
