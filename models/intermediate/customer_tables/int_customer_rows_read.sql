{%- set segmentations = configured_segmentations() -%}
{%- set columns = feature_columns(segmentations) -%}
{%- set tables = segmentations | rejectattr('shop') | list -%}
{%- for segmentation in tables if asks_database() -%}
    {%- do check_customer_columns(segmentation, customers_relation(segmentation)) -%}
{%- endfor %}

with

{% for segmentation in tables %}
{{ segmentation.name }}_rows as (

    {{ customer_rows(segmentation, columns) | indent(4) }}

),

{% endfor -%}

customer_rows as (

    {% for segmentation in tables -%}
    select * from {{ segmentation.name }}_rows
    {{ 'union all' if not loop.last }}
    {% else -%}
    {{ no_customer_rows(columns) | indent(4) }}
    {% endfor %}

)

select * from customer_rows
