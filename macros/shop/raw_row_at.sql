{# The text of a row of an input of a shop by its position, to be shown: without what identifies people. #}
{% macro raw_row_at(shop_name, input, position) %}
    {% for shop in shops_with(input) if shop.name == shop_name %}
        {% set rows = raw_row_texts(shop, input, 'select ' ~ position) %}
        {{ return(run_query('select ' ~ masked_raw_row('raw_row') ~ ' from (' ~ rows ~ ') as found').rows[0][0]) }}
    {% endfor %}
{% endmacro %}
