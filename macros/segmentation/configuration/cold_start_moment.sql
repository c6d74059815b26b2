{#
    When a feature that the cold start may use becomes known: 'sign-up', or 'first order' for the columns of
    customer_first_orders; none for all others. What is sensitive decides nothing, and a date says how long a customer
    has had time, which is no time at all for a new one.
#}
{% macro cold_start_moment(feature, shop) %}
    {% if not feature.known_at_signup or feature.is_sensitive or feature.type == 'date' %}
        {% do return(none) %}
    {% endif %}
    {% do return('first order' if shop and modules.re.search('\\bfirst_order_', feature.column) else 'sign-up') %}
{% endmacro %}
