with

features as (

    {% for segmentation in configured_segmentations() %}
    {% for feature in segmentation.features %}
    select
        {{ text_literal(segmentation.name) }} as segmentation,
        cast({{ loop.index }} as integer) as position,
        {{ text_literal(feature.name) }} as feature,
        {{ text_literal(feature.label) }} as feature_label,
        {{ text_literal(feature.unit) }} as unit,
        {{ text_literal(feature.role) }} as role,
        {{ text_literal(feature.kind) }} as kind,
        {{ text_literal(feature.transform) }} as transform,
        {{ text_literal(feature.missing) }} as missing,
        {{ feature.in_clustering | lower }} as in_clustering
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select * from features
