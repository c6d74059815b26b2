{# Numbers whose middle half is apart from that of the last build, and 30 times as high or more, or as low: cents, thousands. #}
{% macro numbers_of_other_scale(segmentation, customers, of_last_day, known) %}
    {% set stored = adapter.get_columns_in_relation(
        adapter.get_relation(target.database, generate_schema_name('ml'), 'scored_customers')
    ) | map(attribute='name') | list %}
    {% set numbers = number_values(segmentation) | rejectattr('unit', 'in', ['days', 'years', 'share'])
        | selectattr('name', 'in', stored) | map(attribute='name') | list %}
    {# Days and counts of orders have no other unit, and a pause of all customers moves them as far. #}
    {% set numbers = numbers | select('equalto', 'revenue') | list if segmentation.shop else numbers %}
    {% set quartiles, found = [], [] %}
    {% for number in numbers %}
        {% for share in [0.25, 0.5, 0.75] %}
            {% do quartiles.append('cast(' ~ quantile(share, 'cast(' ~ number ~ ' as double)') ~ ' as double)') %}
        {% endfor %}
    {% endfor %}
    {# Of many customers a part says as much. #}
    {% set part = row_key(['customer_id']) ~ ' % ' ~ [known // 20000, 1] | max ~ ' = 0' %}
    {% for table in ([of_last_day ~ ' and ' ~ part, customers ~ ' where ' ~ part] if numbers else []) %}
        {% do found.append(run_query('select ' ~ quartiles | join(', ') ~ ' from ' ~ table).rows[0].values()) %}
    {% endfor %}
    {% set result = [] %}
    {% for number in numbers %}
        {% set i = 3 * loop.index0 %}
        {% set before, now = found[0][i:i + 3], found[1][i:i + 3] %}
        {% if none not in before and none not in now and before[1] > 0 and now[1] > 0 %}
            {% set low, high = (before, now) if before[1] < now[1] else (now, before) %}
            {% if high[1] >= 30 * low[1] and high[0] > low[2] %}
                {% do result.append(
                    "has " ~ number ~ " of " ~ '{:,.2f}'.format(now[1]) ~ " in the middle, where the last build had "
                    ~ '{:,.2f}'.format(before[1]) ~ ", as in another unit"
                ) %}
            {% endif %}
        {% endif %}
    {% endfor %}
    {{ return(result) }}
{% endmacro %}
