-- depends_on: {{ ref('segmentation_inputs') }}, whose checks come first

{#- What forms the segments of shops' customers, on the earlier as-of days, by the same expressions as those of today. -#}
{%- set segmentations = [] -%}
{%- for segmentation in configured_segmentations() if segmentation.shop and not segmentation.within -%}
    {%- do segmentations.append(dict(segmentation, features=segmentation.features | selectattr('in_clustering') | list)) -%}
{%- endfor -%}
{%- set columns = feature_columns(segmentations) %}

with

{% for segmentation in segmentations %}
{{ segmentation.name }}_customers as (

    {{ customer_rows(segmentation, columns, past_customers(segmentation)) | indent(4) }}

),

{% if segmentation.outliers == 'set_apart' -%}
-- The fences are those of today, as the segments are.
{{ segmentation.name }}_fences as (

    select
        {{ outlier_fences(segmentation) | indent(8) }}
    from {{ ref('segmentation_inputs') }}
    where
        segmentation = {{ text_literal(segmentation.name) }}
        and (set_apart_reason is null or set_apart_reason = 'unusual figures')

),

{% endif -%}
{% endfor -%}

past_inputs as (

    {% for segmentation in segmentations -%}
    select
        customers.segmentation,
        customers.as_of_date,
        customers.customer_id,
        {% if segmentation.outliers == 'set_apart' -%}
        coalesce(
            {{ set_apart_reason(segmentation) | indent(12) }},
            case when {{ is_outlier(segmentation) }} then 'unusual figures' end
        ) as set_apart_reason,
        {% else -%}
        {{ set_apart_reason(segmentation) | indent(8) }} as set_apart_reason,
        {% endif -%}
        {% for column in columns -%}
        customers.{{ column.name }}{{ '' if loop.last else ',' }}
        {% endfor %}
    from {{ segmentation.name }}_customers as customers
    {{ 'cross join ' ~ segmentation.name ~ '_fences as fences' if segmentation.outliers == 'set_apart' }}
    {{ 'union all' if not loop.last }}
    {% else -%}
    select
        cast(null as string) as segmentation,
        cast(null as date) as as_of_date,
        cast(null as string) as customer_id,
        cast(null as string) as set_apart_reason
    where false
    {% endfor %}

)

select * from past_inputs
