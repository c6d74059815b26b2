{# What stands after `from` for the customers of a shop's segmentation on its earlier as-of days. #}
{% macro past_customers(segmentation) -%}
    (select * from {{ ref('past_customer_features') }} where shop = {{ text_literal(segmentation.shop) }})
{%- endmacro %}
