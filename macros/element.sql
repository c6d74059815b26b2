{# An element of a list by its number from 1. #}
{% macro element(list, number) -%}
    {{ return(adapter.dispatch('element')(list, number)) }}
{%- endmacro %}

{% macro default__element(list, number) -%}
    element_at({{ list }}, {{ number }})
{%- endmacro %}

{% macro duckdb__element(list, number) -%}
    {{ list }}[{{ number }}]
{%- endmacro %}
