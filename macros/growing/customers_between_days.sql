{# Customers with a row of the model at hand, customer_order_sums, in the midst of which an as-of day falls, as a query. #}
{% macro customers_between_days() %}
    {{ return(
        'select sums.customer_key from ' ~ this ~ ' as sums inner join ' ~ ref('int_as_of_days') ~ ' as days'
        ~ ' on sums.shop = days.shop and days.as_of_date >= sums.first_event_on and days.as_of_date < sums.last_event_on'
    ) }}
{% endmacro %}
