{# The shape a transform gives a raw value before scaling: the signed logarithm, or the value as it is. #}
{% macro shaped_value(value, transform) -%}
    {%- if transform == 'log' -%} sign({{ value }}) * ln(1 + abs({{ value }}))
    {%- else -%} {{ value }}
    {%- endif -%}
{%- endmacro %}
