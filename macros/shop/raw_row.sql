{# Columns as they came, in one value that costs nothing until it is written out (see raw_row_text). #}
{% macro raw_row(columns) -%}
    {{ return(adapter.dispatch('raw_row')(columns)) }}
{%- endmacro %}

{% macro default__raw_row(columns) -%}
    named_struct({% for column in columns %}'{{ column }}', {{ column }}{{ ', ' if not loop.last }}{% endfor %})
{%- endmacro %}

{% macro duckdb__raw_row(columns) -%}
    struct_pack({% for column in columns %}{{ column }} := {{ column }}{{ ', ' if not loop.last }}{% endfor %})
{%- endmacro %}
