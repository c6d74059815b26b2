{#
    Stops where there are fewer different customers than segments asked for, and warns where there are few. A part of
    the customers is looked at first: where it has enough different ones, the others need not be compared.
#}
{% macro check_different_customers(segmentation, customers, placed, number) %}
    {% set where = "Segmentation '" ~ segmentation.name ~ "' in dbt_project.yml: " %}
    {% set place = customers_name(segmentation) %}
    {% set names = segmentation.features | selectattr('in_clustering') | map(attribute='name') | join(', ') %}
    {% set fewest_segments = segmentation.k_min if segmentation.k == 'auto' else segmentation.k %}
    {% set most_segments = segmentation.k_max if segmentation.k == 'auto' else segmentation.k %}
    {% set needed = [fewest_segments, 2] | max + 1 %}
    {% set enough = [10 * most_segments, number / 100, needed] | max %}
    {% set points = 'select ' ~ names ~ ' from ' ~ customers ~ ' where ' ~ placed %}
    {% set found = {'different': 0} %}
    {% for looked_at in [points ~ ' limit ' ~ (4 * enough) | int, points] if found.different < enough %}
        {% do found.update({'different': run_query(
            'select count(*) from (select distinct * from (' ~ looked_at ~ ') as points) as different'
        ).rows[0][0] | int}) %}
    {% endfor %}
    {% if found.different < needed %}
        {{ exceptions.raise_compiler_error(
            where ~ place ~ " has " ~ found.different ~ " different customers in its features (" ~ names
            ~ "), and needs at least " ~ needed ~ ": choose other features or a smaller k."
        ) }}
    {% elif found.different < enough and 2 * found.different <= number %}
        {% do exceptions.warn(
            where ~ "the " ~ '{:,}'.format(number) ~ " customers of " ~ place ~ " are only "
            ~ '{:,}'.format(found.different) ~ " different points in " ~ names
            ~ ": segments will follow these points; add features that tell customers apart."
        ) %}
    {% endif %}
{% endmacro %}
