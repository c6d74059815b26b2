{# When the order lines were of those shops alone whose latest day is asked for: nothing else of them is read. #}
{% macro dated_lines() %}
    {%- for shop in shops_with('order_lines') if shop.as_of_date == 'latest' %}
    {%- set place = shop.inputs.order_lines -%}
    {%- set relation = relation_of(place, "Input 'order_lines' of shop '" ~ shop.name ~ "'") -%}
    {%- set written = {'ordered_at': input_expressions(shop, 'order_lines').ordered_at} -%}
    {%- set native_type = expression_types(relation, written).ordered_at %}
    {{ 'union all' if not loop.first }}
    select
        '{{ shop.name }}' as shop,
        {{ typed(written.ordered_at, 'timestamp', native_type, place) }} as ordered_at
    from {{ relation }} as source_rows
    {%- else %}
    select
        cast(null as string) as shop,
        cast(null as timestamp) as ordered_at
    where false
    {%- endfor %}
{% endmacro %}
