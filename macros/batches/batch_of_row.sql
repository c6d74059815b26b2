{# The number of the batch of an order line of a place, and whether a later batch has it too (see replaced_lines). #}
{% macro batch_of_row(place) -%}
    {%- set numbers = numbers_in_force(place.batches_of) if place.batches_of else [] -%}
    {%- if place.batches_of %}{% set replaced = ref('stg_shop__replaced_lines') %}{% endif -%}
    {%- if numbers -%}
        cast([{{ numbers | join(', ') }}][{{ batch_index(place, addresses_in_force(place, ref('stg_shop__batches'))) }} + 1] as integer) as batch_number,
        {{ row_position(place) }} in (
            select row_position from {{ replaced }} where shop = {{ text_literal(place.batches_of) }}
        ) as is_replaced
    {%- else -%}
        cast(null as integer) as batch_number,
        false as is_replaced
    {%- endif -%}
{%- endmacro %}
