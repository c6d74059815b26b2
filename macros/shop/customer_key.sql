{#
    The customer of a shop as one number, which is made and compared faster than two texts. Of a billion customers two
    share a number with a chance of three in a hundred, of a million of three in a hundred million.
#}
{% macro customer_key() -%}
    {{ row_key(['shop', 'customer_id']) }}
{%- endmacro %}
