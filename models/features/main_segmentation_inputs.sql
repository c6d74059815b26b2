{{ config(post_hook="{{ check_shop_customers() }}") }}
-- depends_on: {{ ref('int_rejected_rows') }}, so that every input has been checked

{#- One wide table for these segmentations: a feature is a column, empty where a segmentation does not use it. -#}
{%- do judge_columns(configured_segmentations() | rejectattr('within') | selectattr('shop')) -%}
{%- set segmentations = configured_segmentations() | rejectattr('within') | list -%}
{%- set columns = feature_columns(segmentations) %}

with

{% for segmentation in segmentations if segmentation.shop %}
{{ segmentation.name }}_customers as (

    {{ customer_rows(segmentation, columns) | indent(4) }}

),

{% endfor -%}

table_customers as (

    select * from {{ ref('stg_tables__customers') }}
    where reject_reason is null

),

customers as (

    {% for segmentation in segmentations -%}
    select
        segmentation,
        customer_id,
        revenue,
        {{ set_apart_reason(segmentation) | indent(8) }} as set_apart_reason,
        {% if segmentation.shop -%}
        maturity,
        {% else -%}
        case when is_eligible and {{ has_no_value(segmentation) }} then 'newcomer' else 'mature' end as maturity,
        {% endif -%}
        {% for column in columns -%}
        {{ column.name }}{{ '' if loop.last else ',' }}
        {% endfor %}
    from {{ segmentation.name ~ '_customers' if segmentation.shop else 'table_customers' }}
    where segmentation = {{ text_literal(segmentation.name) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

{% for segmentation in segmentations if segmentation.outliers == 'set_apart' %}
{{ segmentation.name }}_fences as (

    select
        {{ outlier_fences(segmentation) | indent(8) }}
    from customers
    where segmentation = {{ text_literal(segmentation.name) }} and set_apart_reason is null

),

{% endfor -%}

without_outliers as (

    {% for segmentation in segmentations -%}
    {%- set sets_apart = segmentation.outliers == 'set_apart' -%}
    select
        customers.segmentation,
        customers.customer_id,
        customers.revenue,
        {% if sets_apart -%}
        case
            when customers.set_apart_reason is null and {{ is_outlier(segmentation) }} then 'unusual figures'
            else customers.set_apart_reason
        end as set_apart_reason,
        {% else -%}
        customers.set_apart_reason,
        {% endif -%}
        customers.maturity,
        {% for column in columns -%}
        customers.{{ column.name }}{{ '' if loop.last else ',' }}
        {% endfor %}
    from customers
    {{ 'cross join ' ~ segmentation.name ~ '_fences as fences' if sets_apart }}
    where customers.segmentation = {{ text_literal(segmentation.name) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from without_outliers
