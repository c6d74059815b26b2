{#
    Whether the last of some batches may have lines that are stored already, or where something is said of an order as a
    whole, lines of its order: then those before are judged by them. A cheap number may find more than there are.
#}
{% macro has_known_orders(batches, added, query) %}
    {% set of_orders = mapped_columns()
        | select('in', ['order_status', 'order_total', 'order_refund', 'order_discount']) | list %}
    {% if not of_orders and shops_with('order_lines')[0].inputs.order_lines.duplicates == 'keep' %}
        {{ return(false) }}
    {% endif %}
    {% set key = row_key(['order_id'] if of_orders else ['order_id', 'ordered_at']) %}
    {% set lines = of_batches(query, batches, added | length) %}
    {{ return(run_query(
        'select count(*) from ' ~ this ~ ' where ' ~ key ~ ' in (select ' ~ key ~ ' from (' ~ lines ~ ') as added)'
    ).rows[0][0] > 0) }}
{% endmacro %}
