{#
    The id of a customer as text, the same where it is written differently: e-mail addresses in small letters, and whole
    numbers without the decimals that a spreadsheet gives them. As it came where the place says so (`ids`).
#}
{% macro read_id(text, place) -%}
    {{ "nullif(" ~ text ~ ", '')" if place.ids == 'as_written' else unified_id(text) }}
{%- endmacro %}
