{# The days on which the rows of a shop's order lines were loaded, in the form of files_of_batches. #}
{% macro days_of_loading(shop) %}
    {% set place, result = shop.inputs.order_lines, [] %}
    {% set relation = relation_without_batches(place, "Input 'order_lines' of shop '" ~ shop.name ~ "'") %}
    {% for day, lines in run_query(
        'select ' ~ loading_day(place) ~ ' as day, count(*) from ' ~ relation ~ ' as source_rows group by 1 order by 1'
    ).rows %}
        {% do result.append({
            'name': day, 'file': place_name(place), 'url': day, 'raw_url': day, 'rows': lines | int, 'columns': [],
            'format': 'loaded on that day', 'content_hash': day ~ ', ' ~ lines ~ ' lines', 'told': [], 'problem': none,
        }) %}
    {% endfor %}
    {{ return(result) }}
{% endmacro %}
