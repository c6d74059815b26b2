{# What stands after `from` for the customers of a shop's segmentation on its earlier as-of days. #}
{% macro past_customers(segmentation) -%}
    (select * from {{ ref('customer_features') }} where shop = {{ text_literal(segmentation.shop) }} and not is_current)
{%- endmacro %}
