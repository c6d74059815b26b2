{# Stops where there are fewer different customers than segments asked for. Few of them are told in data_findings. #}
{% macro check_different_customers(segmentation, customers, placed) %}
    {% set names = segmentation.features | selectattr('in_clustering') | map(attribute='name') | join(', ') %}
    {% set fewest_segments = segmentation.k_min if segmentation.k == 'auto' else segmentation.k %}
    {% set needed = [fewest_segments, 2] | max + 1 %}
    {% set points = 'select distinct ' ~ names ~ ' from ' ~ customers ~ ' where ' ~ placed ~ ' limit ' ~ needed %}
    {% set found = run_query('select count(*) from (' ~ points ~ ') as points').rows[0][0] | int %}
    {% if found < needed %}
        {{ exceptions.raise_compiler_error(
            "Segmentation '" ~ segmentation.name ~ "' in dbt_project.yml: " ~ customers_name(segmentation) ~ " has "
            ~ found ~ " different customers in its features (" ~ names ~ "), and needs at least " ~ needed
            ~ ": choose other features or a smaller k."
        ) }}
    {% endif %}
{% endmacro %}
