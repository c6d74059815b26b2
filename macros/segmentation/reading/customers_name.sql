{# What people call the place that the customers of a segmentation come from. #}
{% macro customers_name(segmentation) %}
    {% if segmentation.shop %}
        {{ return("shop '" ~ segmentation.shop ~ "'") }}
    {% endif %}
    {{ return(place_name(segmentation.customers)) }}
{% endmacro %}
