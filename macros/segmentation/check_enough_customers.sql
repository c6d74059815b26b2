{# There have to be more different customers than segments, and enough of them to split and to judge. #}
{% macro check_enough_customers(segmentation, relation, where) %}
    {% set needed = [segmentation.k if segmentation.k != 'auto' else segmentation.k_min, 2] | max + 1 %}
    {% set columns = segmentation.features | selectattr('in_clustering') | map(attribute='column') | join(', ') %}
    {% set different = run_query(
        'select count(*) from (select distinct ' ~ columns ~ ' from ' ~ relation ~ ' limit ' ~ needed ~ ') as different'
    ).rows[0][0] %}
    {% set customers = run_query('select count(*) from ' ~ relation).rows[0][0] %}
    {% if customers < var('fewest_customers') %}
        {{ exceptions.raise_compiler_error(
            where ~ "has " ~ customers ~ " customers, and fewer than " ~ var('fewest_customers')
            ~ " cannot be segmented: bring more customers."
        ) }}
    {% elif different < needed %}
        {{ exceptions.raise_compiler_error(
            where ~ "has " ~ different ~ " different customers in its features, and needs at least " ~ needed
            ~ ": choose other features or a smaller k."
        ) }}
    {% endif %}
{% endmacro %}
