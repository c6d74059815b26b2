{{ config(materialized='view') }}

{#- A shop's features are made from cleaned rows: before cleaning there are only its order lines. -#}
{%- set measures = {
    'quantity': ['unparseable quantity'],
    'unit_price': ['unparseable price'],
    'amount': ['unparseable amount', 'unparseable price', 'unparseable quantity'],
} -%}
{%- set values = {'amount': 'coalesce(amount, quantity * unit_price)'} -%}
{%- set customers_of = {'before cleaning': 'customer_rows', 'after cleaning': 'inputs'} -%}

with

customer_rows as (

    select * from {{ ref('stg_tables__customers') }}

),

inputs as (

    select * from {{ ref('segmentation_inputs') }}

),

values_by_stage as (

    select
        cast(null as string) as segmentation,
        cast(null as string) as grain,
        cast(null as string) as feature,
        cast(null as string) as kind,
        cast(null as string) as stage,
        cast(null as double) as value,
        false as is_unreadable,
        cast(null as string) as level
    where false
    {% for segmentation in configured_segmentations() -%}
    {% set shop = segmentation.shop -%}
    {% for stage in (['after cleaning'] if shop or segmentation.within else ['before cleaning', 'after cleaning']) -%}
    {% for feature in segmentation.features %}
    union all

    select
        {{ text_literal(segmentation.name) }} as segmentation,
        'customer' as grain,
        {{ text_literal(feature.name) }} as feature,
        '{{ feature.kind }}' as kind,
        '{{ stage }}' as stage,
        {% if feature.kind == 'number' -%}
        cast({{ feature.name }} as double) as value,
        {{ is_listed(feature.name, 'unreadable_features') if stage == 'before cleaning' else 'false' }} as is_unreadable,
        {{ text_literal(none) }} as level
        {%- else -%}
        cast(null as double) as value,
        false as is_unreadable,
        coalesce({{ feature.name }}, '(missing)') as level
        {%- endif %}
    from {{ customers_of[stage] }}
    where segmentation = {{ text_literal(segmentation.name) }}
    {% endfor -%}
    {% endfor -%}
    {% for stage in ['before cleaning', 'after cleaning'] if shop and not segmentation.within -%}
    {% for measure, reasons in measures.items() %}
    union all

    select
        {{ text_literal(segmentation.name) }} as segmentation,
        'order line' as grain,
        '{{ measure }}' as feature,
        'number' as kind,
        '{{ stage }}' as stage,
        cast({{ values.get(measure, measure) }} as double) as value,
        coalesce(reject_reason in ('{{ reasons | join("', '") }}'), false) as is_unreadable,
        {{ text_literal(none) }} as level
    from {{ ref('stg_shop__order_lines') }}
    where
        shop = {{ text_literal(shop) }}
        {{ 'and reject_reason is null' if stage == 'after cleaning' }}
    {% endfor -%}
    {% endfor -%}
    {% endfor %}

)

select * from values_by_stage
