{# A figure over many fractions, rounded where the order in which threads add them up would show. #}
{% macro reproducible(expression) -%}
    round({{ expression }}, 6)
{%- endmacro %}
