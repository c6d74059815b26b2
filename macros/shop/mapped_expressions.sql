{#
    The SQL expression by which each column of a shop's input is asked for: as the configuration maps it, else the column of
    that name; null for an optional one that is not mapped. What is mapped and not asked for is in it too.
#}
{% macro mapped_expressions(shop, input) %}
    {% set optional = shop_inputs()[input].get('optional', {}) %}
    {% set mapped, result = dict(shop.inputs[input].get('columns') or {}), {} %}
    {% do mapped.update(attribute_expressions(shop)) if input == 'order_lines' %}
    {% for column in columns_of_input(input) if column not in mapped %}
        {% do mapped.update({column: 'null' if column in optional else column}) %}
    {% endfor %}
    {% for column, expression in mapped.items() %}
        {% set expression = expression | string | trim %}
        {% do result.update({column: 'null' if expression | lower in ['null', 'none'] else expression}) %}
    {% endfor %}
    {{ return(result) }}
{% endmacro %}
