{# What customer_lrfmt says of a customer who has bought. #}
{% macro order_columns() %}
    {{ return([
        'first_order_on', 'last_order_on', 'recency_days', 'frequency', 'monetary', 'gross_revenue', 'returned_amount',
        'length_days', 'mean_days_between', 'average_order_value', 'discount_share', 'season_share',
        'season_concentration', 'season_month',
    ]) }}
{% endmacro %}
