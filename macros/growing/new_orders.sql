{#
    The orders that `query` makes of the order lines: those alone that have lines which came since the orders were stored,
    with what is stored of them added to that of these lines. All of them where the lines have been made anew since, or where
    something is said of an order as a whole, which does not add up.
#}
{% macro new_orders(query) %}
    {% set lines = ref('int_order_lines') %}
    {% set adds_up = not (mapped_columns() | select('in', ['order_discount', 'order_refund']) | list) %}
    {% set number = reached(lines, query) if adds_up else none %}
    {% if number is none %}
        {{ return(query) }}
    {% endif %}
    {% set from_lines = 'from ' ~ lines %}
    {% set of_new_lines = query | replace(from_lines, from_lines ~ ' where added_at > ' ~ number) %}
    {{ rows_to_add() ~ added_to_orders(of_new_lines) }}
{% endmacro %}
