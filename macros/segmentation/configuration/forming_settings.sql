{#
    The settings that make a model what it is, as a text that changes if and only if one of them does: those that
    settings_schema() lists under `rules` with `forms_model`. Names and values in the order of the names.
#}
{% macro forming_settings(settings, rules) %}
    {% set result = {} %}
    {% for key, rule in rules.items() if rule.forms_model %}
        {% set value = settings[key] %}
        {#- A list may hold what YAML reads as a number, and 1 is no other number than 1.0. -#}
        {% if rule.type == 'list' and value is not none %}
            {% set value = value | map('string') | list %}
        {% elif rule.type == 'number' %}
            {% set value = value | float %}
        {% endif %}
        {% do result.update({key: value}) %}
    {% endfor %}
    {% do return(tojson(result, sort_keys=true)) %}
{% endmacro %}
