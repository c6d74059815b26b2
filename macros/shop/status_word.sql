{# The status of an order in small letters, its words apart by blanks. #}
{% macro status_word(status) -%}
    trim(replace(replace(lower({{ status }}), '_', ' '), '-', ' '))
{%- endmacro %}
