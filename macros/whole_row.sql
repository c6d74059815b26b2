{# The row of a relation, named by its alias, as one value (see raw_row_text). #}
{% macro whole_row(alias) -%}
    {{ return(adapter.dispatch('whole_row')(alias)) }}
{%- endmacro %}

{% macro default__whole_row(alias) -%}
    struct({{ alias }}.*)
{%- endmacro %}

{% macro duckdb__whole_row(alias) -%}
    {{ alias }}
{%- endmacro %}
