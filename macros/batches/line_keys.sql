{#
    How an order line is known again in another file, as the SQL of two numbers, `order` and `line`, from typed_lines (and a
    `coarse` one, which is cheaper and may be the same for several orders): by
    its order and customer and its number in it, or the product; where a log has none of these, by what it is worth. A log
    without orders has one for each customer and day. `is_key` says whether the line itself is known.
#}
{% macro line_keys(lines) %}
    {% set given = lines.given %}
    {% set has_orders = given.order_id != 'null' %}
    {% set order = [lines.order_id if has_orders else 'cast(' ~ lines.ordered_at ~ ' as date)', lines.customer_id] %}
    {% set is_numbered = given.get('line_id', 'null') != 'null' %}
    {% set products = [] %}
    {% for column in ['product_id', 'product_name'] if given[column] != 'null' %}
        {% do products.append(lines[column]) %}
    {% endfor %}
    {% set line = [lines.line_id] if is_numbered else products %}
    {{ return({
        'order': row_key(order), 'coarse': row_key([lines.order_id] if has_orders else order), 'line': row_key(line or [lines.worth]), 'is_key': line != [],
        'is_known': (lines.order_id if has_orders else lines.ordered_at) ~ ' is not null',
    }) }}
{% endmacro %}
