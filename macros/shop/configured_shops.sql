{#
    The configured shops as a list of dictionaries with every default filled in; `inputs` holds the inputs that a shop
    has. A misspelt key stops while dbt reads the project, before any model runs.
#}
{% macro configured_shops() %}
    {% set schema, inputs = shop_schema(), shop_inputs() %}
    {% set entries = configured_entries('shops') %}
    {% set as_of_date, prefix = setting('as_of_date'), setting('cancelled_order_prefix') %}
    {% set result = [] %}
    {% for name, entry in entries.items() %}
        {% do check_shop(name, entry, schema, inputs) if not execute %}
        {% set given = {} %}
        {% for input in inputs if entry.get(input) %}
            {% set has_batches = input == 'order_lines' and may_have_batches(entry[input]) %}
            {% do given.update({input: dict(entry[input], batches_of=name | string) if has_batches else entry[input]}) %}
        {% endfor %}
        {% do result.append({
            'name': name | string,
            'as_of_date': (asked_as_of_date('shops') or entry.get('as_of_date') or as_of_date) | string,
            'cancelled_order_prefix': entry.get('cancelled_order_prefix', prefix),
            'segmentation': segmentation_of_shop(name),
            'inputs': given,
        }) %}
    {% endfor %}
    {{ return(result) }}
{% endmacro %}
