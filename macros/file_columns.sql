{# The lower-case column names of a data file, read from the file itself. #}
{% macro file_columns(path) %}
    {% set described = run_query('describe select * from ' ~ read_file(path)) %}
    {{ return(described.columns[0].values() | map('lower') | list) }}
{% endmacro %}
