{# Whether a text, such as a line of a file that could not be divided into its fields, has the id of such a customer. #}
{% macro names_forgotten(name, text) -%}
    len([part for part in regexp_split_to_array({{ text }}, '[,;|\t"'']') if {{ is_forgotten(name, 'part') }}]) > 0
{%- endmacro %}
