{# The customers of all segmentations, placed by a stored model: what segment_of gives, beside the segmentation. #}
{% macro placed_everywhere(method) %}
    {%- for segmentation in configured_segmentations() %}
    select
        {{ text_literal(segmentation.name) }} as segmentation,
        placed.*
    from (
        {{ segment_of(segmentation.name, method) | indent(8) }}
    ) as placed
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{% endmacro %}
