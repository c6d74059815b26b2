{#
    Stops where an order log has amounts in several currencies and the configuration has no rates: their sum would be of
    nothing. It runs before the new table takes the place of the old one.
#}
{% macro check_currencies() %}
    {% if execute and 'currency' in mapped_columns() %}
        {% set unrated = [] %}
        {% for shop in order_logs() if shop.inputs.order_lines.rates is not defined %}
            {% do unrated.append(text_literal(shop.name)) %}
        {% endfor %}
        {% set found = run_query(
            "select shop, upper(currency) from " ~ this ~ " where reject_reason is null and currency is not null"
            ~ " and shop in (" ~ (unrated or ['null']) | join(', ') ~ ") group by 1, 2 order by 1, 2"
        ).rows %}
        {% for shop in found | map(attribute=0) | unique %}
            {% set currencies = found | selectattr(0, 'equalto', shop) | map(attribute=1) | list %}
            {% if currencies | length > 1 %}
                {% do refuse_input('shops', shop,
                    "Input 'order_lines' of shop '" ~ shop ~ "' has amounts in several currencies ("
                    ~ currencies | join(', ') ~ "), which cannot be added up: give what one unit of each is worth under"
                    ~ " vars > shops > " ~ shop ~ " > order_lines > rates in dbt_project.yml, such as {"
                    ~ currencies[0] ~ ": 1, " ~ currencies[1] ~ ": 0.9}."
                ) %}
            {% endif %}
        {% endfor %}
    {% endif %}
{% endmacro %}
