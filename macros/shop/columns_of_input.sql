{# The columns that are read of an input, each with its type: those that it may have, and the optional ones that a shop maps. #}
{% macro columns_of_input(input) %}
    {% set columns = dict(shop_inputs()[input].columns) %}
    {% for column, type in shop_inputs()[input].get('optional', {}).items() if is_mapped(input, column) %}
        {% do columns.update({column: type}) %}
    {% endfor %}
    {% for attribute in (shop_attributes() if input == 'order_lines' else []) %}
        {% do columns.update({attribute.column: attribute.type}) %}
    {% endfor %}
    {{ return(columns) }}
{% endmacro %}
