{# Judges whether what segmentations divide has the columns that they ask for, before it is read. #}
{% macro judge_columns(segmentations) %}
    {% for segmentation in segmentations if asks_database() %}
        {% set group = 'shops' if segmentation.shop else 'segmentations' %}
        {% do passes(group, segmentation.shop or segmentation.name, check_columns_of, segmentation) %}
    {% endfor %}
{% endmacro %}

{% macro check_columns_of(segmentation) %}
    {% do check_customer_columns(segmentation, customers_relation(segmentation)) %}
{% endmacro %}
