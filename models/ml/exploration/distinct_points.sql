{%- set segmentations = configured_segmentations() -%}

with

inputs as (

    select * from {{ ref('segmentation_inputs') }}

),

{% for segmentation in segmentations -%}
{{ segmentation.name }}_points as (

    select
        {{ segmentation.features | selectattr('in_clustering') | map(attribute='name') | join(',\n        ') }},
        count(*) as customers
    from inputs
    where
        segmentation = {{ text_literal(segmentation.name) }}
        and set_apart_reason is null
    group by {{ segmentation.features | selectattr('in_clustering') | map(attribute='name') | join(', ') }}

),

{% endfor -%}

distinct_points as (

    {% for segmentation in segmentations -%}
    select
        {{ text_literal(segmentation.name) }} as segmentation,
        coalesce(sum(customers), 0) as customers,
        count(*) as points
    from {{ segmentation.name }}_points
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from distinct_points
