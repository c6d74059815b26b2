{# The raw value behind a shaped one (see shaped_value). #}
{% macro unshaped_value(value, transform) -%}
    {%- if transform == 'log' -%} sign({{ value }}) * (exp(abs({{ value }})) - 1)
    {%- else -%} {{ value }}
    {%- endif -%}
{%- endmacro %}
