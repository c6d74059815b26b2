{# The optional columns of order lines that any shop maps in the configuration. #}
{% macro mapped_columns() %}
    {% set found = [] %}
    {% for shop in order_logs() %}
        {% for column, expression in (shop.inputs.order_lines.columns or {}).items() %}
            {% do found.append(column) if expression | string | lower not in ['null', 'none'] %}
        {% endfor %}
    {% endfor %}
    {{ return(shop_inputs().order_lines.optional | select('in', found) | list) }}
{% endmacro %}
