{#
    What the order lines of a shop give for each column, as SQL of what it is read as, by name; `given` has it as it came,
    `relation` the lines, `place` their batch (see batch_index) and `position` where they stand. A column that the log lacks is null.
#}
{% macro typed_lines(shop) %}
    {% set place = shop.inputs.order_lines %}
    {% set expressions, result = input_expressions(shop, 'order_lines'), {} %}
    {% set relation = relation_of(place, "Input 'order_lines' of shop '" ~ shop.name ~ "'") %}
    {% set types = expression_types(relation, expressions) %}
    {% for column, type in columns_of_input('order_lines').items() %}
        {% do result.update({column: typed(expressions[column], type, types[column], place)}) %}
    {% endfor %}
    {% set worths = [] %}
    {% for column in ['amount', 'order_total', 'unit_price'] if expressions.get(column, 'null') != 'null' %}
        {% set pieces = ' * ' ~ result.quantity if expressions.quantity != 'null' and column == 'unit_price' else '' %}
        {% do worths.append(result[column] ~ pieces) %}
    {% endfor %}
    {% do result.update({
        'relation': relation, 'given': expressions, 'unreadable_line': expressions.unreadable_line,
        'place': batch_index(place, place.addresses or addresses_in_force(place, ref('stg_shop__batches')) or []),
        'position': row_position(place), 'worth': 'coalesce(' ~ worths | join(', ') ~ ')',
    }) %}
    {{ return(result) }}
{% endmacro %}
