{# The SQL condition of who belongs to an audience: `where`, and each of the simple `conditions`. #}
{% macro audience_rule(audience) %}
    {% set found = ['(' ~ audience.where ~ ')'] if audience.where else [] %}
    {% for column, condition in (audience.conditions or {}).items() %}
        {% if condition is mapping %}
            {% for key, sign in {'at_least': '>=', 'at_most': '<='}.items() if key in condition %}
                {% do found.append(column ~ ' ' ~ sign ~ ' ' ~ rule_literal(condition[key])) %}
            {% endfor %}
        {% else %}
            {% set literals = [] %}
            {% for value in ([condition] if condition is string or condition is not iterable else condition) %}
                {% do literals.append(rule_literal(value) | trim) %}
            {% endfor %}
            {% do found.append(column ~ ' in (' ~ literals | join(', ') ~ ')') %}
        {% endif %}
    {% endfor %}
    {% do return(found | join(' and ') or 'true') %}
{% endmacro %}

{# A configured value as a SQL literal. #}
{% macro rule_literal(value) -%}
    {{ value | lower if value is boolean else value if value is number else text_literal(value) }}
{%- endmacro %}
