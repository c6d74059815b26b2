{# Judges whether the inputs of each shop are there, before any is read; where a build stops for one, reading tells soon enough. #}
{% macro judge_shops() %}
    {% for shop in configured_shops() if setting('when_inputs_fail') == 'warn' and (asks_database() or not execute) %}
        {% do passes('shops', shop.name, check_inputs_of, shop) %}
    {% endfor %}
{% endmacro %}

{% macro check_inputs_of(shop) %}
    {% for input in shop.inputs %}
        {% do shop_rows(shop, input) %}
    {% endfor %}
{% endmacro %}
