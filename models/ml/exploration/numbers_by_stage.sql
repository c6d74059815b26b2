{{ config(materialized='view') }}

{#- A shop's features are made from cleaned rows: before cleaning there are only its order lines. -#}
{%- set measures = {
    'quantity': ['unparseable quantity'],
    'unit_price': ['unparseable price'],
    'amount': ['unparseable amount', 'unparseable price', 'unparseable quantity'],
} -%}
{%- set numbers = [] -%}
{%- for segmentation in configured_segmentations() -%}
    {%- set shop = segmentation.shop -%}
    {%- for stage in (['after cleaning'] if shop else ['before cleaning', 'after cleaning']) -%}
        {%- for feature in segmentation.features | selectattr('kind', 'equalto', 'number') -%}
            {%- do numbers.append({'segmentation': segmentation.name, 'stage': stage, 'feature': feature.name}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for stage in ['before cleaning', 'after cleaning'] if shop -%}
        {%- for measure, reasons in measures.items() -%}
            {%- do numbers.append({
                'segmentation': segmentation.name, 'stage': stage, 'feature': measure, 'shop': shop, 'reasons': reasons,
            }) -%}
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

order_lines as (

    select
        shop,
        reject_reason,
        quantity,
        unit_price,
        coalesce(amount, quantity * unit_price) as amount

    from {{ ref('int_order_lines_classified') }}

),

numbers_by_stage as (

    select
        cast(null as string) as segmentation,
        cast(null as string) as grain,
        cast(null as string) as feature,
        cast(null as string) as stage,
        cast(null as double) as value,
        false as is_unreadable
    where false
    {% for number in numbers %}
    union all

    select
        {{ text_literal(number.segmentation) }} as segmentation,
        {{ text_literal('order line' if number.shop else 'customer') }} as grain,
        {{ text_literal(number.feature) }} as feature,
        {{ text_literal(number.stage) }} as stage,
        cast({{ number.feature }} as double) as value,
        {% if number.shop -%}
        coalesce(reject_reason in ('{{ number.reasons | join("', '") }}'), false) as is_unreadable
    from order_lines
    where
        shop = {{ text_literal(number.shop) }}
        {{ 'and reject_reason is null' if number.stage == 'after cleaning' }}
        {%- elif number.stage == 'before cleaning' -%}
        {{ is_listed(number.feature, 'unreadable_features') }} as is_unreadable
    from customer_rows
    where segmentation = {{ text_literal(number.segmentation) }}
        {%- else -%}
        false as is_unreadable
    from inputs
    where segmentation = {{ text_literal(number.segmentation) }}
        {%- endif %}
    {% endfor %}

)

select * from numbers_by_stage
