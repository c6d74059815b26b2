{# Configured entries as a dictionary by name. #}
{% macro by_name(entries) %}
    {% set result = {} %}
    {% for entry in entries %}
        {% do result.update({entry.name: entry}) %}
    {% endfor %}
    {% do return(result) %}
{% endmacro %}
