{# The place of a row in the files it is read from, as a number that grows from row to row and from file to file. #}
{% macro file_position() -%}
    {{ return(adapter.dispatch('file_position')()) }}
{%- endmacro %}

{% macro default__file_position() -%}
    _metadata.row_index
{%- endmacro %}

{% macro duckdb__file_position() -%}
    cast(file_index * 1000000000000 + file_row_number as bigint)
{%- endmacro %}
