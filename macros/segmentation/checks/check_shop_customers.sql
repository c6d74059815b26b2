{# Stops with one sentence where the customers of a shop cannot be segmented by the features asked for. #}
{% macro check_shop_customers() %}
    {% for segmentation in configured_segmentations() if segmentation.shop and not segmentation.within %}
        {% set source = customers_relation(segmentation) %}
        {% if execute %}
            {% set rows = "(" ~ customer_rows(segmentation, []) ~ ") as customers" %}
            {% set customers = "select * from " ~ this ~ " where segmentation = '" ~ segmentation.name ~ "'" %}
            {% do check_readable(segmentation, source, rows) %}
            {% do check_features(segmentation, "(" ~ customers ~ ") as customers", 'set_apart_reason is null') %}
        {% endif %}
    {% endfor %}
{% endmacro %}
