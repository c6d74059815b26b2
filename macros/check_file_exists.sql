{#
    Stops with one sentence where a configured file is not there, cannot be read, or has no row. Of a folder or pattern
    some files may be empty, but not all of them. What lies at an address is for the database to find.
#}
{% macro check_file_exists(place, what) %}
    {{ return(adapter.dispatch('check_file_exists')(place, what)) }}
{% endmacro %}

{% macro default__check_file_exists(place, what) %}
{% endmacro %}

{% macro duckdb__check_file_exists(place, what) %}
    {% if '://' in place.file %}
        {% do return(none) %}
    {% endif %}
    {% set names = what ~ " names the file " ~ place.file ~ ", which " %}
    {% set summaries = text_literal(file_url(place, 'summary')) %}
    {% if run_query('select count(*) from glob(' ~ summaries ~ ')').rows[0][0] == 0 %}
        {{ exceptions.raise_compiler_error(names ~ "is not there: paths are relative to the project folder.") }}
    {% endif %}
    {% set found = run_query(
        'select min(problem), sum(data_rows), max(data_columns) from read_parquet(' ~ summaries ~ ')'
    ).rows[0] %}
    {% if found[0] %}
        {{ exceptions.raise_compiler_error(what ~ ": " ~ found[0]) }}
    {% elif found[1] == 0 %}
        {{ exceptions.raise_compiler_error(
            names ~ ("is empty" if found[2] == 0 else "has a header and nothing below it")
            ~ ": name a file with a row for each " ~ ("customer" if what.startswith('Segmentation') else "record") ~ "."
        ) }}
    {% endif %}
{% endmacro %}
