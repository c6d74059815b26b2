{# A JSON object, as text, with the given columns as its members; nulls are kept. #}
{% macro json_row(columns) -%}
    {{ return(adapter.dispatch('json_row')(columns)) }}
{%- endmacro %}

{% macro default__json_row(columns) -%}
to_json(
    named_struct(
    {%- for column in columns %}
        '{{ column }}', {{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
    ),
    map('ignoreNullFields', 'false')
)
{%- endmacro %}

{% macro duckdb__json_row(columns) -%}
cast(
    json_object(
    {%- for column in columns %}
        '{{ column }}', {{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
    ) as string
)
{%- endmacro %}
