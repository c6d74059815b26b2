{# A text that starts with a capital. #}
{% macro sentence_case(text) -%}
    concat(upper(left({{ text }}, 1)), substring({{ text }}, 2))
{%- endmacro %}
