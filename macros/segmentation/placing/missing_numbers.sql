{# Which of these tables has nothing of a segmentation yet, as the end of a sentence; none where all of them have. #}
{% macro missing_numbers(segmentation, relations) %}
    {% for relation in relations %}
        {% set which = "reads " ~ relation.schema ~ "." ~ relation.identifier ~ ", which " %}
        {% if not load_relation(relation) %}
            {{ return(which ~ "is not in the warehouse: run dbt build first.") }}
        {% elif not run_query(
            'select 1 from ' ~ relation ~ ' where segmentation = ' ~ text_literal(segmentation) ~ ' limit 1'
        ).rows %}
            {{ return(which ~ "has no row of this segmentation: run dbt build first.") }}
        {% endif %}
    {% endfor %}
    {{ return(none) }}
{% endmacro %}
