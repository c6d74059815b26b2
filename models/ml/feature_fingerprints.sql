{{ config(materialized='view') }}

with

inputs as (

    select * from {{ ref('segmentation_inputs') }}

    where set_apart_reason is null

),

feature_fingerprints as (

    {% for segmentation in configured_segmentations() %}
    select
        segmentation,
        customer_id,
        {{ fingerprint(segmentation.features | selectattr('in_clustering') | map(attribute='name') | list) }}
            as fingerprint
    from inputs
    where segmentation = {{ text_literal(segmentation.name) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from feature_fingerprints
