{%- set segmentations = configured_segmentations() | selectattr('shop') | list -%}

with

past_inputs as (

    select * from {{ ref('past_segmentation_inputs') }}

),

-- A customer on a day is assigned as a customer of its own, whose id starts with the ten letters of the day. Sub-segments divide the same customers by the same features.
{% for segmentation in segmentations %}
{{ segmentation.name }}_customers as (

    select
        {% for feature in segmentation.features | selectattr('in_clustering') -%}
        {{ feature.name }},
        {% endfor -%}
        concat(cast(as_of_date as string), customer_id) as customer_id
    from past_inputs
    where
        segmentation = {{ text_literal(segmentation.within or segmentation.name) }}
        and set_apart_reason is null

),

{% endfor -%}

past_segments as (

    {% for segmentation in segmentations %}
    select
        {{ text_literal(segmentation.name) }} as segmentation,
        cast(left(customer_id, 10) as date) as as_of_date,
        substring(customer_id, 11) as customer_id,
        segment_id,
        cast(null as string) as set_apart_reason
    from (
        {{ segment_of(segmentation.name, 'nearest_centre', segmentation.name ~ '_customers') | indent(8) }}
    ) as placed

    union all

    select
        {{ text_literal(segmentation.name) }} as segmentation,
        as_of_date,
        customer_id,
        0 as segment_id,
        set_apart_reason
    from past_inputs
    where
        segmentation = {{ text_literal(segmentation.within or segmentation.name) }}
        and set_apart_reason is not null
    {{ 'union all' if not loop.last }}
    {% else -%}
    select
        cast(null as string) as segmentation,
        cast(null as date) as as_of_date,
        cast(null as string) as customer_id,
        cast(null as integer) as segment_id,
        cast(null as string) as set_apart_reason
    where false
    {% endfor %}

)

select * from past_segments
