{# What people call the place that an input of a shop comes from. #}
{% macro place_of_input(shop_name, input) %}
    {% for shop in shops_with(input) if shop.name == shop_name %}
        {{ return(place_name(shop.inputs[input])) }}
    {% endfor %}
{% endmacro %}
