{#
    A row for each file of the order lines of shops that come in several: what it holds, whether it counts, and why. Forms,
    verdicts and corrections are those of segmentation/intake; nothing depends on what was built before.
#}{% macro planned_batches() %}
    {% set rows = [] %}
    {% if asks_database() %}
        {% for shop in shops_with('order_lines') if may_have_batches(shop.inputs.order_lines) %}
            {% do passes('shops', shop.name, add_batches, shop, rows) %}
        {% endfor %}
        {% do report_batches(rows) %}
    {% endif %}
    {{ literal_rows(rows, batch_columns()) }}
{% endmacro %}

{% macro add_batches(shop, rows) %}
    {% set batches = batches_of_shop(shop) %}
    {% do report_missing_batches(shop, batches) %}
    {% do rows.extend(batches) %}
{% endmacro %}
