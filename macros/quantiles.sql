{# The values under which given shares of all values lie, as a list: the values are gathered once for all of them. #}
{% macro quantiles(shares, expression) -%}
    {{ return(adapter.dispatch('quantiles')(shares, expression)) }}
{%- endmacro %}

{% macro default__quantiles(shares, expression) -%}
    percentile({{ expression }}, array({{ shares | join(', ') }}))
{%- endmacro %}

{% macro duckdb__quantiles(shares, expression) -%}
    quantile_cont({{ expression }}, [{{ shares | join(', ') }}])
{%- endmacro %}
