{# The configured shops that have an input. #}
{% macro shops_with(input) %}
    {% set result = [] %}
    {% for shop in configured_shops() if input in shop.inputs %}
        {% do result.append(shop) %}
    {% endfor %}
    {{ return(result) }}
{% endmacro %}
