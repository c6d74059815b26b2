{#
    The shop of a group of order lines that are all of one shop. Where there is one alone it is written down: as an
    aggregate, a text makes the groups of twenty million lines a fifth larger.
#}
{% macro shop_of_group() -%}
    {%- set shops = shops_with('order_lines') if asks_database() else [] -%}
    {{ text_literal(shops[0].name) if shops | length == 1 else 'any_value(shop)' }}
{%- endmacro %}
