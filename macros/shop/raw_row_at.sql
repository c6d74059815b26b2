{# The text of a row of an input of a shop as it came, by its position. #}
{% macro raw_row_at(shop_name, input, position) %}
    {% for shop in shops_with(input) if shop.name == shop_name %}
        {{ return(run_query(raw_row_texts(shop, input, 'select ' ~ position)).rows[0][1]) }}
    {% endfor %}
{% endmacro %}
