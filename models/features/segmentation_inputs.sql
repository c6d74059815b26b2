{{ config(materialized='view') }}

with

-- Sub-segments divide the customers of the segments that they are within. Each names the table, so that no more of it is
-- read than is asked for.
segmentation_inputs as (

    {% for segmentation in configured_segmentations() -%}
    select
        {{ text_literal(segmentation.name) }} as segmentation,
        {{ segmentation_input_columns()[1:] | join(',\n        ') }},
        {{ fingerprint(segmentation.features | selectattr('in_clustering') | map(attribute='name') | list) }}
            as fingerprint
    from {{ ref('main_segmentation_inputs') }}
    where segmentation = {{ text_literal(segmentation.within or segmentation.name) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from segmentation_inputs
