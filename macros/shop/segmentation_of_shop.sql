{# The first segmentation of a shop's customers, which the table `customers` shows; none where there is none. #}
{% macro segmentation_of_shop(name) %}
    {% set found = [] %}
    {% for segmentation, entry in configured_entries('segmentations').items() if entry.customers.shop == name %}
        {% do found.append(segmentation) %}
    {% endfor %}
    {{ return(found | first if found else none) }}
{% endmacro %}
