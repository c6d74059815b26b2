{#
    When the order lines were of those shops alone whose latest day is asked for: nothing else of them is read. Models are
    named for all, so that what a build does first does not depend on that.
#}
{% macro dated_lines() %}
    {%- set selects = [] -%}
    {%- for shop in shops_with('order_lines') -%}
        {%- set place = shop.inputs.order_lines -%}
        {%- do ref(place.model) if place.model is defined -%}
        {%- if shop.as_of_date == 'latest' -%}
            {%- set relation = relation_of(place, "Input 'order_lines' of shop '" ~ shop.name ~ "'") -%}
            {%- set written = {'ordered_at': input_expressions(shop, 'order_lines').ordered_at} -%}
            {%- set native_type = expression_types(relation, written).ordered_at -%}
            {%- do selects.append(
                "select '" ~ shop.name ~ "' as shop, " ~ typed(written.ordered_at, 'timestamp', native_type, place)
                ~ ' as ordered_at from ' ~ relation ~ ' as source_rows'
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ selects | join(' union all ') or 'select cast(null as string) as shop, cast(null as timestamp) as ordered_at where false' }}
{%- endmacro %}
