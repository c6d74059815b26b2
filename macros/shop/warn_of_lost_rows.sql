{# Warns where an input of a shop has less than half of the rows that it had in the last build. #}
{% macro warn_of_lost_rows(source) %}
    {% set known = adapter.get_relation(target.database, generate_schema_name('marts'), 'input_batches') %}
    {% for shop in (shops_with(source) if known else []) %}
        {% set before, now = run_query(
            'select (select coalesce(sum(lines_read), 0) from ' ~ known ~ ' where dataset = ' ~ text_literal(shop.name)
            ~ ' and source = ' ~ text_literal(source) ~ " and state = 'accepted'), (select count(*) from " ~ this
            ~ ' where shop = ' ~ text_literal(shop.name) ~ ')'
        ).rows[0].values() | map('int') %}
        {% if 2 * now < before %}
            {% do exceptions.warn(
                "Input '" ~ source ~ "' of shop '" ~ shop.name ~ "': " ~ place_of_input(shop.name, source) ~ ' has '
                ~ '{:,}'.format(now) ~ ' rows, where the last build had ' ~ '{:,}'.format(before) ~ ': see whether it is whole.'
            ) %}
        {% endif %}
    {% endfor %}
{% endmacro %}
