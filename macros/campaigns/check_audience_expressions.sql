{# Stops with one sentence where an expression of an audience cannot be read of its customers. #}
{% macro check_audience_expressions() %}
    {% for audience in configured_audiences() if asks_database() %}
        {% set customers = audience_customers(audience.of) %}
        {% set expressions = {
            'where': audience_rule(audience), 'consent': audience.consent, 'expected_value': audience.expected_value,
        } %}
        {% for key, expression in expressions.items() if expression %}
            {% set problem = expression_problem(expression, customers) %}
            {% if problem %}
                {{ exceptions.raise_compiler_error(
                    "Audience '" ~ audience.name ~ "' in dbt_project.yml asks by `" ~ key ~ "` for " ~ expression ~ ", "
                    ~ problem ~ ": correct it; the columns are those of customer_segments, customer_value and"
                    ~ " customer_features or the features of the segmentation."
                ) }}
            {% endif %}
        {% endfor %}
    {% endfor %}
{% endmacro %}
