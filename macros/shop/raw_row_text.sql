{# A raw_row (see there) written out as the text of a JSON object; nulls are kept. #}
{% macro raw_row_text(raw_row) -%}
    {{ return(adapter.dispatch('raw_row_text')(raw_row)) }}
{%- endmacro %}

{% macro default__raw_row_text(raw_row) -%}
    to_json({{ raw_row }}, map('ignoreNullFields', 'false'))
{%- endmacro %}

{% macro duckdb__raw_row_text(raw_row) -%}
    cast(to_json({{ raw_row }}) as string)
{%- endmacro %}
