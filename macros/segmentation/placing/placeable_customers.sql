{# The customers of a segmentation who can be placed, as a query in brackets. #}
{% macro placeable_customers(segmentation) -%}
(
    select * from {{ ref('segmentation_inputs') }}
    where segmentation = {{ text_literal(segmentation) }} and set_apart_reason is null
)
{%- endmacro %}
