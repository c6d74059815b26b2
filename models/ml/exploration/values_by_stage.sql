{{ config(materialized='view') }}

{#- A shop's features are made from cleaned rows: before cleaning there are only its order lines. -#}
{%- set measures = {
    'quantity': ['unparseable quantity'],
    'unit_price': ['unparseable price'],
    'amount': ['unparseable amount', 'unparseable price', 'unparseable quantity'],
} -%}
{%- set values = {'amount': 'coalesce(amount, quantity * unit_price)'} -%}
{#- Each feature names the table, so that no more of it is read than is asked for. -#}
{%- set customers_of = {'before cleaning': ref('stg_tables__customers'), 'after cleaning': ref('segmentation_inputs')} -%}

with

values_by_stage as (

    select
        cast(null as string) as segmentation,
        cast(null as string) as grain,
        cast(null as string) as feature,
        cast(null as string) as kind,
        cast(null as string) as stage,
        cast(null as double) as value,
        cast(null as string) as level,
        cast(null as bigint) as row_count,
        cast(null as bigint) as unreadable
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
        {{ text_literal(none) }} as level,
        count(*) as row_count,
        {% if stage == 'before cleaning' -%}
        count(
            case when {{ feature.name }} is null and {{ is_listed(feature.name, 'unreadable_features') }} then 1 end
        ) as unreadable
        {%- else -%}
        0 as unreadable
        {%- endif %}
        {%- else -%}
        cast(null as double) as value,
        coalesce({{ feature.name }}, '(missing)') as level,
        count(*) as row_count,
        0 as unreadable
        {%- endif %}
    from {{ customers_of[stage] }}
    where segmentation = {{ text_literal(segmentation.name) }}
    group by {{ feature.name }}
    {% endfor -%}
    {% endfor -%}
    {% for measure, reasons in measures.items() if shop and not segmentation.within %}
    union all

    -- Order lines are many: both stages are counted by one look at them.
    select
        {{ text_literal(segmentation.name) }} as segmentation,
        'order line' as grain,
        '{{ measure }}' as feature,
        'number' as kind,
        stages.stage,
        counted.value,
        {{ text_literal(none) }} as level,
        case when stages.stage = 'before cleaning' then counted.row_count else counted.kept end as row_count,
        case when stages.stage = 'before cleaning' then counted.unreadable else 0 end as unreadable
    from (
        select
            cast({{ values.get(measure, measure) }} as double) as value,
            count(*) as row_count,
            count(case when reject_reason is null then 1 end) as kept,
            count(
                case
                    when
                        {{ values.get(measure, measure) }} is null and reject_reason in ('{{ reasons | join("', '") }}')
                        then 1
                end
            ) as unreadable
        from {{ ref('stg_shop__order_lines') }}
        where shop = {{ text_literal(shop) }}
        group by {{ values.get(measure, measure) }}
    ) as counted
    cross join (
        select 'before cleaning' as stage
        union all
        select 'after cleaning' as stage
    ) as stages
    where stages.stage = 'before cleaning' or counted.kept > 0
    {% endfor -%}
    {% endfor %}

)

select * from values_by_stage
