{# Refuses the place of an input that names no data, or has a key or setting that means nothing. #}
{% macro check_input_place(place, what, rules) %}
    {% do check_place(place, what, rules) %}
    {% for column, expression in (place.get('columns') or {}).items() if expression is not none %}
        {% if not is_allowed(expression, {'type': 'sql'}) %}
            {% do refuse_value(what ~ " `columns`, in dbt_project.yml", column, expression, {'type': 'sql'}) %}
        {% endif %}
    {% endfor %}
{% endmacro %}
