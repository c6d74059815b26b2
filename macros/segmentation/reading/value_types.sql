{# The type that the database gives to each number, date or flag of a segmentation's customers, by name. #}
{% macro value_types(segmentation, relation) %}
    {% set expressions = {} %}
    {% for value in number_values(segmentation) %}
        {% do expressions.update({value.name: value.column}) %}
    {% endfor %}
    {{ return(expression_types(relation, expressions)) }}
{% endmacro %}
