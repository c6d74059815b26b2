{# What is read of a customer as a number, date or flag: the features that are no categories, and the revenue. #}
{% macro number_values(segmentation) %}
    {% set result = segmentation.features | selectattr('kind', 'equalto', 'number') | list %}
    {% if segmentation.revenue %}
        {% do result.append({'name': 'revenue', 'column': segmentation.revenue, 'type': 'number'}) %}
    {% endif %}
    {{ return(result) }}
{% endmacro %}
