{{ config(materialized='view') }}

with

inputs as (

    select * from {{ ref('segmentation_inputs') }}

),

members as (

    select * from {{ ref('segment_members') }}

),

-- Who is only expected in a segment says nothing of what it is like.
assigned as (

    select
        inputs.*,
        case when members.assigned_by <> 'cold_start' then members.segment_id end as segment_id

    from inputs

    inner join members
        on
            inputs.segmentation = members.segmentation
            and inputs.customer_id = members.customer_id

),

feature_values as (

    {% for segmentation in configured_segmentations() %}
    {% set outer_loop = loop %}
    {% for feature in segmentation.features %}
    select
        segmentation,
        customer_id,
        segment_id,
        {{ text_literal(feature.name) }} as feature,
        {% if feature.kind == 'number' -%}
        {{ feature.name }} as value,
        {{ shaped_value(feature.name, feature.transform) }} as shaped_value,
        {{ text_literal(none) }} as level
        {%- else -%}
        cast(null as double) as value,
        cast(null as double) as shaped_value,
        {{ feature.name }} as level
        {%- endif %}
    from assigned
    where segmentation = {{ text_literal(segmentation.name) }}
    {{ 'union all' if not (loop.last and outer_loop.last) }}
    {% endfor %}
    {% endfor %}

)

select * from feature_values
