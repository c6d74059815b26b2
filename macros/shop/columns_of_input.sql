{# The columns that are read of an input, each with its type: those that it may have, and of order lines what a shop maps. #}
{% macro columns_of_input(input) %}
    {% set columns = dict(shop_inputs()[input].columns) %}
    {% if input == 'order_lines' %}
        {% for column in mapped_columns() %}
            {% do columns.update({column: shop_inputs()[input].optional[column]}) %}
        {% endfor %}
        {% for attribute in shop_attributes() %}
            {% do columns.update({attribute.column: attribute.type}) %}
        {% endfor %}
    {% endif %}
    {{ return(columns) }}
{% endmacro %}
