{{ config(materialized='view') }}

with

customers as (

    select * from {{ ref('main_segmentation_inputs') }}

),

-- Sub-segments divide the customers of the segments that they are within.
segmentation_inputs as (

    {% for segmentation in configured_segmentations() -%}
    select
        {{ text_literal(segmentation.name) }} as segmentation,
        {{ segmentation_input_columns()[1:] | join(',\n        ') }},
        {{ fingerprint(segmentation.features | selectattr('in_clustering') | map(attribute='name') | list) }}
            as fingerprint
    from customers
    where segmentation = {{ text_literal(segmentation.within or segmentation.name) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from segmentation_inputs
