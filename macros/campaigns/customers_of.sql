{# The name under which the customers of a segmentation are known: that of their shop, or of their table. #}
{% macro customers_of(segmentation) %}
    {% do return(segmentation.shop or segmentation.within or segmentation.name) %}
{% endmacro %}
