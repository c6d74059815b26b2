{#
    The order lines in whose place a later batch has others, by their position, with the number of that batch: those on the
    days that it covers, or those that it has by order and line.
#}
{% macro replaced_lines() %}
    {% set selects = [] %}
    {% for shop in shops_with('order_lines') if shop.inputs.order_lines.batches_of %}
        {% set numbers, days, keys = numbers_in_force(shop.name), [], [] %}
        {% for row in (rows_of(
            'select batch_number, takes from ' ~ ref('stg_shop__batches') ~ ' where shop = ' ~ text_literal(shop.name)
            ~ " and state = 'accepted' order by batch_number"
        ) if numbers and asks_database() else []) %}
            {% for earlier, first_on, last_on in fromjson(row.takes) %}
                {% set pair = {
                    'earlier': numbers.index(earlier), 'later': numbers.index(row.batch_number), 'first_on': first_on,
                    'last_on': last_on, 'replaced_by': row.batch_number,
                } %}
                {% do (days if first_on else keys).append(pair) %}
            {% endfor %}
        {% endfor %}
        {% do selects.append(replaced_lines_of(shop, days, keys)) if days or keys %}
    {% endfor %}
    {{ selects | join(' union all ') or 'select cast(null as string) as shop, cast(null as bigint) as row_position, cast(null as integer) as replaced_by where false' }}
{% endmacro %}
