{#
    The configured shops as a list of dictionaries with every default filled in; `inputs` holds the inputs that a shop
    has. The only place that reads var('shops'): a misspelt key stops here, before any model runs.
#}
{% macro configured_shops() %}
    {% set inputs = shop_inputs().keys() | list %}
    {% set result = [] %}
    {% for name, entry in (var('shops', {}) or {}).items() %}
        {% set shop = "Shop '" ~ name ~ "'" %}
        {% do check_keys(entry, ['as_of_date', 'cancelled_order_prefix'] + inputs, shop) %}
        {% set given = {} %}
        {% for input in inputs if entry.get(input) %}
            {% do check_input_place(entry[input], shop ~ ", input '" ~ input ~ "',") %}
            {% do given.update({input: entry[input]}) %}
        {% endfor %}
        {% set settings = {
            'name': name | string,
            'as_of_date': entry.get('as_of_date', var('as_of_date')) | string,
            'cancelled_order_prefix': entry.get('cancelled_order_prefix', var('cancelled_order_prefix')),
            'segmentation': segmentation_of_shop(name),
            'inputs': given,
        } %}
        {% do check_shop(settings) %}
        {% do result.append(settings) %}
    {% endfor %}
    {{ return(result) }}
{% endmacro %}
