{{ config(materialized='view') }}

{#- A shop's features are made from cleaned rows: they are not there before cleaning. -#}
{%- set levels = [] -%}
{%- for segmentation in configured_segmentations() -%}
    {%- set shop = segmentation.shop -%}
    {%- for stage in (['after cleaning'] if shop else ['before cleaning', 'after cleaning']) -%}
        {%- for feature in segmentation.features | selectattr('kind', 'equalto', 'category') -%}
            {%- do levels.append({'segmentation': segmentation.name, 'stage': stage, 'feature': feature.name}) -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endfor -%}

with

customer_rows as (

    select * from {{ ref('int_customer_rows_classified') }}

),

inputs as (

    select * from {{ ref('segmentation_inputs') }}

),

levels_by_stage as (

    select
        cast(null as string) as segmentation,
        cast(null as string) as feature,
        cast(null as string) as stage,
        cast(null as string) as level
    where false
    {% for each in levels %}
    union all

    select
        {{ text_literal(each.segmentation) }} as segmentation,
        {{ text_literal(each.feature) }} as feature,
        {{ text_literal(each.stage) }} as stage,
        coalesce({{ each.feature }}, '(missing)') as level
    from {{ 'customer_rows' if each.stage == 'before cleaning' else 'inputs' }}
    where segmentation = {{ text_literal(each.segmentation) }}
    {% endfor %}

)

select * from levels_by_stage
