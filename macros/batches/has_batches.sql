{# Whether order lines of any shop come in batches; without, no model of batches is built. #}
{% macro has_batches() %}
    {% set found = [] %}
    {% for shop in order_logs() if may_have_batches(shop.inputs.order_lines) %}
        {% do found.append(shop.name) %}
    {% endfor %}
    {{ return(found != []) }}
{% endmacro %}
