{# The number, from 1, of the first condition that holds. #}
{% macro first_of(conditions) -%}
    case{% for condition in conditions %} when {{ condition }} then {{ loop.index }}{% endfor %} end
{%- endmacro %}
