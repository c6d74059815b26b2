{#- One wide table for all segmentations: a feature is a column, empty where a segmentation does not use it. -#}
{%- set segmentations = configured_segmentations() -%}
{%- set columns = feature_columns(segmentations) -%}
{%- for segmentation in segmentations if execute and flags.WHICH in ('build', 'run') -%}
    {%- set relation = relation_of(segmentation.customers, "Segmentation '" ~ segmentation.name ~ "'") -%}
    {%- do check_customers(segmentation, relation) -%}
{%- endfor -%}

with

{% for segmentation in segmentations %}
{{ segmentation.name }}_customers as (

    select
        {{ text_literal(segmentation.name) }} as segmentation,
        trim(cast({{ segmentation.id }} as string)) as customer_id,
        {{ 'try_cast(' ~ segmentation.revenue ~ ' as decimal(18, 2))' if segmentation.revenue else 'cast(null as decimal(18, 2))' }} as revenue,
        {{ segmentation.eligible or 'true' }} as is_eligible,
        {{ text_literal(segmentation.set_apart.reason) }} as ineligible_reason,
        {% for column in columns -%}
        {{ input_column(segmentation, column) }} as {{ column.name }}{{ '' if loop.last else ',' }}
        {% endfor %}

    from {{ relation_of(segmentation.customers, "Segmentation '" ~ segmentation.name ~ "'") }}

),

{% endfor -%}

customers as (

    {% for segmentation in segmentations -%}
    select
        segmentation,
        customer_id,
        revenue,
        case
            when not coalesce(is_eligible, false) then ineligible_reason
            when {{ has_no_value(segmentation) }} then 'no value for any feature'
        end as set_apart_reason,
        {% for column in columns -%}
        {{ column.name }}{{ '' if loop.last else ',' }}
        {% endfor %}
    from {{ segmentation.name }}_customers
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from customers
