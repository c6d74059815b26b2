-- depends_on: {{ ref('segmentation_inputs') }}, where the last inputs are judged
{%- set schema = segmentation_schema() %}

with

features as (

    {% for segmentation in configured_segmentations() %}
    {% for feature in segmentation.features %}
    select
        {{ text_literal(segmentation.name) }} as segmentation,
        cast({{ loop.index }} as integer) as position,
        {{ text_literal(feature.name) }} as feature,
        {{ text_literal(feature.label) }} as feature_label,
        {{ text_literal(feature.column) }} as source_column,
        {{ text_literal(feature.unit) }} as unit,
        {{ text_literal(feature.role) }} as role,
        {{ text_literal(feature.declared_role) }} as declared_role,
        {{ text_literal(feature.basis) }} as declared_basis,
        {{ text_literal(feature.kind) }} as kind,
        {{ text_literal(feature.type) }} as type,
        {{ text_literal(feature.transform) }} as transform,
        {{ text_literal(feature.missing) }} as missing,
        {{ feature.is_sensitive | lower }} as is_sensitive,
        {{ feature.known_at_signup | lower }} as known_at_signup,
        {{ text_literal(cold_start_moment(feature, segmentation.shop)) }} as cold_start_moment,
        {{ feature.in_clustering | lower }} as in_clustering,
        {{ text_literal(forming_settings(feature, schema.feature) if feature.in_clustering else none) }} as forming_settings
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

bases as (

    select * from {{ ref('feature_bases') }}

),

-- What a feature does not say itself is taken from its role or name; most that is known of customers is what they do.
based as (

    select
        features.segmentation,
        features.position,
        features.feature,
        features.feature_label,
        features.source_column,
        features.unit,
        features.role,
        coalesce(features.declared_basis, bases.basis, 'behavioural') as basis,
        features.kind,
        features.type,
        features.transform,
        features.missing,
        features.is_sensitive,
        features.known_at_signup,
        features.cold_start_moment,
        features.in_clustering,
        features.forming_settings
    from features
    left join bases on coalesce(features.declared_role, features.feature) = bases.role

)

select * from based
