{# The configured shops that have order lines, with what their entry says of them. Asked often, so that it checks nothing. #}
{% macro order_logs() %}
    {% set found = [] %}
    {% for name, entry in configured_entries('shops').items() if entry.order_lines %}
        {% do found.append({'name': name | string, 'inputs': {'order_lines': entry.order_lines}}) %}
    {% endfor %}
    {{ return(found) }}
{% endmacro %}
