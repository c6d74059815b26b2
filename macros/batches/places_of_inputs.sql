{# The name of the file, table or model that each input is read from, as a select: of a file without its folders. #}
{% macro places_of_inputs() -%}
    {%- set rows = [] -%}
    {%- for shop in configured_shops() -%}
        {%- for input, place in shop.inputs.items() -%}
            {%- do rows.append({'dataset': shop.name, 'source': input, 'batch': short_name_of(place)}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for segmentation in configured_segmentations() if not (segmentation.shop or segmentation.within) -%}
        {%- do rows.append({
            'dataset': segmentation.name, 'source': 'customers', 'batch': short_name_of(segmentation.customers),
        }) -%}
    {%- endfor -%}
    {{ literal_rows(rows, {'dataset': 'string', 'source': 'string', 'batch': 'string'}) }}
{%- endmacro %}
