{# Refuses what an order log says of statuses, currencies and attributes where it cannot be meant. #}
{% macro check_order_lines(place, what, schema) %}
    {% set outcomes = {'type': 'choice', 'values': ['completed', 'not completed', 'cancelled', 'refunded']} %}
    {% for status, outcome in (place.statuses or {}).items() if not is_allowed(outcome, outcomes) %}
        {% do refuse_value(what ~ " `statuses`, in dbt_project.yml", status, outcome, outcomes) %}
    {% endfor %}
    {% set positive = {'type': 'number', 'above': 0} %}
    {% for currency, rate in (place.rates or {}).items() if not is_allowed(rate, positive) %}
        {% do refuse_value(what ~ " `rates`, in dbt_project.yml", currency, rate, positive) %}
    {% endfor %}
    {% do check_attributes(place, what, schema.attribute) %}
{% endmacro %}
