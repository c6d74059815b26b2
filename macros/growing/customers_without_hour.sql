{# Customers of whose first order the model at hand, customer_first_orders, has no hour though the log has times, as a query. #}
{% macro customers_without_hour() %}
    {{ return(
        'select customer_key from ' ~ this ~ ' where first_order_hour is null and shop in (select shop from '
        ~ ref('int_order_lines') ~ ' group by shop having max(extract(hour from ordered_at)) > 0)'
    ) }}
{% endmacro %}
