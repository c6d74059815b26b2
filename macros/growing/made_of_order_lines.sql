{# The models that a build adds to where it adds to the order lines, and what they read them by: another query makes all anew. #}
{% macro made_of_order_lines() %}
    {{ return([
        'int_order_lines', 'int_orders', 'int_customers', 'customer_order_sums', 'customer_first_orders',
        'customer_behaviour',
    ]) }}
{% endmacro %}
