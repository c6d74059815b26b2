{%- set segmentations = configured_segmentations() | selectattr('shop') | list -%}

with

past_inputs as (

    select * from {{ ref('past_segmentation_inputs') }}

),

-- A customer on a day is placed as a customer of its own.
{% for segmentation in segmentations %}
{{ segmentation.name }}_customers as (

    select
        {% for feature in segmentation.features | selectattr('in_clustering') -%}
        {{ feature.name }},
        {% endfor -%}
        concat(cast(as_of_date as string), customer_id) as customer_id
    from past_inputs
    where segmentation = {{ text_literal(segmentation.name) }} and set_apart_reason is null

),

{% endfor -%}

placed as (

    {% for segmentation in segmentations %}
    select
        {{ text_literal(segmentation.name) }} as segmentation,
        customer_id as day_and_customer,
        segment_id
    from (
        {{ segment_of(segmentation.name, 'nearest_centre', segmentation.name ~ '_customers') | indent(8) }}
    ) as {{ segmentation.name }}_placed
    {{ 'union all' if not loop.last }}
    {% else -%}
    select
        cast(null as string) as segmentation,
        cast(null as string) as day_and_customer,
        cast(null as integer) as segment_id
    where false
    {% endfor %}

),

past_segments as (

    select
        past_inputs.segmentation,
        past_inputs.as_of_date,
        past_inputs.customer_id,
        coalesce(placed.segment_id, 0) as segment_id,
        past_inputs.set_apart_reason
    from past_inputs
    left join placed
        on
            past_inputs.segmentation = placed.segmentation
            and concat(cast(past_inputs.as_of_date as string), past_inputs.customer_id) = placed.day_and_customer

)

select * from past_segments
