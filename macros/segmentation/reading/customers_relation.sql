{# What stands after `from` for the customers of a segmentation. #}
{% macro customers_relation(segmentation) %}
    {{ return(relation_of(segmentation.customers, "Segmentation '" ~ segmentation.name ~ "'")) }}
{% endmacro %}
