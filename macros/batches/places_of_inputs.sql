{#
    The name of the file, table or model that each input is read from, as a select: of a file without its folders; with how
    it is written, unless it was set aside or its batches are known one by one.
#}
{% macro places_of_inputs() -%}
    {%- set rows, set_aside = [], names_set_aside() -%}
    {%- for shop in configured_shops() -%}
        {%- for input, place in shop.inputs.items() -%}
            {%- set is_whole = place.batches_of is undefined and shop.name not in set_aside.shops -%}
            {%- do rows.append(dict(
                form_of_input(place, "Input '" ~ input ~ "' of shop '" ~ shop.name ~ "'") if is_whole else {},
                dataset=shop.name, source=input, batch=short_name_of(place),
            )) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for segmentation in configured_segmentations() if not (segmentation.shop or segmentation.within) -%}
        {%- set place = segmentation.customers -%}
        {%- do rows.append(dict(
            form_of_input(place, "Segmentation '" ~ segmentation.name ~ "'") if segmentation.name not in set_aside.segmentations else {},
            dataset=segmentation.name, source='customers', batch=short_name_of(place),
        )) -%}
    {%- endfor -%}
    {{ literal_rows(rows, {
        'dataset': 'string', 'source': 'string', 'batch': 'string', 'columns_read': 'string', 'format': 'string',
        'content_hash': 'string',
    }) }}
{%- endmacro %}
