{#
    The rows of one input of a shop as they came, by their position (see row_position): those at the positions of `wanted`,
    a select of one column.
#}
{% macro raw_row_texts(shop, input, wanted) %}
    {%- set place = shop.inputs[input] -%}
    {%- set what = "Input '" ~ input ~ "' of shop '" ~ shop.name ~ "'" -%}
    {%- set relation = relation_of(dict(place, is_raw=true), what) -%}
    {%- set unreadable_line = input_expressions(shop, input).unreadable_line -%}
    {%- set text -%}
    replace({{ raw_row_text(whole_row('source_rows')) }}, ',"unreadable_line":null', '')
    {%- endset %}
    select
        row_position,
        min(raw_row) as raw_row
    from (
        select
            {{ row_position(place) }} as row_position,
            coalesce(cast({{ unreadable_line }} as string), {{ text }}) as raw_row
        from {{ relation }} as source_rows
        where {{ row_position(place) }} in ({{ wanted }})
    ) as found_rows
    group by row_position
{%- endmacro %}
