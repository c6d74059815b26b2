{#
    The columns of customer_features in their order: the name of each, the model that it comes from, and the expression
    that gives it where the select has that model under its name. Attributes of order lines come first, from `attributes`.
#}
{% macro customer_feature_columns() %}
    {% set result = [] %}
    {% for attribute in shop_attributes() %}
        {% do result.append({'name': attribute.name, 'of': 'attributes', 'as': 'attributes.' ~ attribute.name}) %}
    {% endfor %}
    {% set age = full_years_between('int_customers.birth_date', 'customer_lrfmt.as_of_date') %}
    {% set columns = {
        'int_customers': {
            'gender': none,
            'age_years': 'cast(' ~ age ~ ' as integer)',
            'region': none,
            'acquisition_channel': none,
            'signed_up_on': none,
            'tenure_days': days_between('int_customers.signed_up_on', 'customer_lrfmt.as_of_date'),
        },
        'customer_lrfmt': {
            'has_purchased': 'customer_lrfmt.first_order_on is not null',
            'first_order_on': none,
            'last_order_on': none,
            'recency_days': none,
        },
        'customer_seasons': {
            'recency_in_season_days': 'customer_lrfmt.recency_days - coalesce(customer_seasons.days_out_of_season, 0)',
            'is_seasonal': 'coalesce(customer_seasons.is_seasonal, false)',
        },
    } %}
    {% set return_rate = rounded('least(customer_lrfmt.returned_amount / customer_lrfmt.gross_revenue, 1)', 6) %}
    {% do columns.customer_lrfmt.update({
        'frequency': none,
        'monetary': none,
        'gross_revenue': none,
        'returned_amount': none,
        'length_days': none,
        'mean_days_between': none,
        'average_order_value': none,
        'return_rate': 'case when customer_lrfmt.gross_revenue > 0 then ' ~ return_rate ~ ' end',
        'discount_share': none,
        'season_share': none,
        'season_concentration': none,
        'season_month': none,
    }) %}
    {% set plain = {
        'customer_rfm_scores': [
            'r_score', 'f_score', 'm_score', 'l_score', 't_score', 'rfm_score', 'rfm_name',
        ],
        'customer_behaviour': [
            'categories_bought', 'preferred_category', 'orders_in_window', 'sessions', 'tickets', 'complaints',
            'mean_satisfaction', 'contacts', 'contact_response_rate', 'recommend_score', 'price_importance',
            'quality_importance',
        ],
        'customer_first_orders': [
            'first_order_revenue', 'first_order_lines', 'first_order_quantity', 'first_order_products',
            'first_order_piece_price', 'first_order_discount_share', 'first_order_category', 'first_order_weekday',
            'first_order_hour',
        ],
    } %}
    {% for model, names in plain.items() %}
        {% do columns.update({model: dict.fromkeys(names)}) %}
    {% endfor %}
    {% for model, expressions in columns.items() %}
        {% for name, expression in expressions.items() %}
            {% do result.append({'name': name, 'of': model, 'as': expression or model ~ '.' ~ name}) %}
        {% endfor %}
    {% endfor %}
    {{ return(result) }}
{% endmacro %}
