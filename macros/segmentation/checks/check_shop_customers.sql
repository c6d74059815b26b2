{# Stops with one sentence where the customers of a shop cannot be segmented by the features asked for. #}
{% macro check_shop_customers() %}
    {% set segmentations = configured_segmentations() | selectattr('shop') | list %}
    {% for segmentation in segmentations if not segmentation.within %}
        {% set source = customers_relation(segmentation) %}
        {% if execute and not passes('shops', segmentation.shop, check_customers_of_shop, segmentation, source) %}
            {% set of_shop = segmentations | selectattr('shop', 'equalto', segmentation.shop) | map(attribute='name') %}
            {% do run_query('delete from ' ~ this ~ ' where segmentation in (' ~ text_literals(of_shop) ~ ')') %}
        {% endif %}
    {% endfor %}
{% endmacro %}

{% macro check_customers_of_shop(segmentation, source) %}
    {% set rows = "(" ~ customer_rows(segmentation, []) ~ ") as customers" %}
    {% set customers = "(select * from " ~ this ~ " where segmentation = '" ~ segmentation.name ~ "') as customers" %}
    {% do check_readable(segmentation, source, rows) %}
    {% do check_features(segmentation, customers, 'set_apart_reason is null') %}
    {% do check_against_last(segmentation, source, customers) %}
{% endmacro %}
