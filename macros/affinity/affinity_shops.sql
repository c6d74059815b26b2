{# The names of the shops of which it is asked what is bought together. #}
{% macro affinity_shops() %}
    {% set found = [] %}
    {% for name, entry in configured_entries('shops').items() if entry.affinity and entry.order_lines %}
        {% do found.append(name | string) %}
    {% endfor %}
    {% do return(found) %}
{% endmacro %}
