{# How much less likely a segment is than the nearest one, by the distance from its centre: 1 for the nearest. #}
{% macro nearness(score, spread) -%}
    exp((power(best_score, 2) - power({{ score }}, 2)) / {{ double_literal(2 * spread * spread) }})
{%- endmacro %}
