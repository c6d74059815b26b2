{#
    How many customers there are and how many can be placed, and the names of the features that no customer has a value
    of or, among those that form the segments, that are the same for all who can be placed. `missing: zero` sets apart
    those whose value is missing; a median or mean does not.
#}
{% macro feature_figures(segmentation, customers, placed) %}
    {% set values = segmentation.features + ([{'name': 'revenue', 'kind': 'number'}] if segmentation.revenue else []) %}
    {% set measures = ['count(*)', 'count(case when ' ~ placed ~ ' then 1 end)'] %}
    {% for value in values %}
        {% set known = value.name if value.kind == 'number' else "nullif(" ~ value.name ~ ", '(missing)')" %}
        {% set of_placed = 'case when ' ~ placed ~ ' then ' ~ known ~ ' end' %}
        {% do measures.append('count(' ~ known ~ ')') %}
        {% do measures.append('count(' ~ of_placed ~ ')') %}
        {% do measures.append('min(' ~ of_placed ~ ') = max(' ~ of_placed ~ ')') %}
        {% do measures.append('min(' ~ of_placed ~ ') = 0' if value.kind == 'number' else 'false') %}
    {% endfor %}
    {% set found = run_query('select ' ~ measures | join(', ') ~ ' from ' ~ customers).rows[0] %}
    {% set result = {
        'all_customers': found[0] | int, 'customers': found[1] | int, 'without_value': [], 'constant': [],
    } %}
    {% for value in values %}
        {% set i = 2 + 4 * loop.index0 %}
        {% set known, known_of_placed, is_one_value, is_zero = found[i], found[i + 1], found[i + 2], found[i + 3] %}
        {% set missing_differ = known_of_placed < result.customers
            and (value.kind == 'category' or (value.missing == 'zero' and not is_zero)) %}
        {% if known == 0 or (value.in_clustering and known_of_placed == 0) %}
            {% do result.without_value.append(value.name) %}
        {% elif value.in_clustering and is_one_value and not missing_differ %}
            {% do result.constant.append(value.name) %}
        {% endif %}
    {% endfor %}
    {{ return(result) }}
{% endmacro %}
