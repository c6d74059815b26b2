{{ config(post_hook="{{ check_shop_customers() }}") }}
-- depends_on: {{ ref('int_rejected_rows') }}, so that every input has been checked

{#- One wide table for all segmentations: a feature is a column, empty where a segmentation does not use it. -#}
{%- set segmentations = configured_segmentations() -%}
{%- set columns = feature_columns(segmentations) -%}
{%- for segmentation in segmentations if segmentation.shop and asks_database() -%}
    {%- do check_customer_columns(segmentation, customers_relation(segmentation)) -%}
{%- endfor %}

with

{% for segmentation in segmentations if segmentation.shop %}
{{ segmentation.name }}_customers as (

    {{ customer_rows(segmentation, columns) | indent(4) }}

),

{% endfor -%}

table_customers as (

    select * from {{ ref('int_customer_rows_classified') }}
    where reject_reason is null

),

customers as (

    {% for segmentation in segmentations -%}
    select
        segmentation,
        customer_id,
        revenue,
        case
            when not is_eligible then {{ text_literal(segmentation.set_apart.reason) }}
            when {{ has_no_value(segmentation) }} then 'no value for any feature'
        end as set_apart_reason,
        {% for column in columns -%}
        {{ column.name }}{{ '' if loop.last else ',' }}
        {% endfor %}
    from {{ segmentation.name ~ '_customers' if segmentation.shop else 'table_customers' }}
    where segmentation = {{ text_literal(segmentation.name) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from customers
