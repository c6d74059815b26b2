{# A text that names a row of a file: its number, counted from 1; from the second file on, after that of the file. #}
{% macro file_row_id() -%}
    {{ return(adapter.dispatch('file_row_id')()) }}
{%- endmacro %}

{% macro default__file_row_id() -%}
    concat(_metadata.file_name, '-', _metadata.row_index + 1)
{%- endmacro %}

{% macro duckdb__file_row_id() -%}
    concat(case when file_index > 0 then concat(file_index + 1, '-') else '' end, file_row_number + 1)
{%- endmacro %}
