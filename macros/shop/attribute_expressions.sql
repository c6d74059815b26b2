{# The SQL expression of each attribute of a shop's order lines, by the column that has it; null where it has none. #}
{% macro attribute_expressions(shop) %}
    {% set given = shop.inputs.order_lines.attributes or {} %}
    {% set result = {} %}
    {% for attribute in shop_attributes() %}
        {% set own = given.get(attribute.name, 'null') %}
        {% do result.update({attribute.column: own.column if own is mapping else own}) %}
    {% endfor %}
    {{ return(result) }}
{% endmacro %}
