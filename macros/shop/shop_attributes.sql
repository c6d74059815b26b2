{#
    What order logs say of the customers behind their lines, by name: how the values of the lines become one of the
    customer, the column of the order lines that has them, and what that is read as. The same name in several shops is
    one thing.
#}
{% macro shop_attributes() %}
    {% set found = {} %}
    {% for shop in order_logs() %}
        {% for name, given in (shop.inputs.order_lines.attributes or {}).items() %}
            {% set as = given.get('as', 'latest') if given is mapping else 'latest' %}
            {% do found.update({name: {
                'name': name, 'as': as, 'column': 'attribute_' ~ name,
                'type': 'text' if as == 'latest' else 'decimal(18, 4)',
            }}) %}
        {% endfor %}
    {% endfor %}
    {{ return(found.values() | list) }}
{% endmacro %}
