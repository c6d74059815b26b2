{# Files, each by its address, as something to select from; one that lacks a column has no value there (see read_file). #}
{% macro read_files(addresses) %}
    {{ return(adapter.dispatch('read_files')(addresses)) }}
{% endmacro %}

{% macro default__read_files(addresses) %}
    {{ exceptions.raise_compiler_error("Files in batches are not supported on this warehouse.") }}
{% endmacro %}

{% macro duckdb__read_files(addresses) %}
    {{ return('read_parquet([' ~ text_literals(addresses) ~ '], union_by_name = true)') }}
{% endmacro %}
