{# The rows of a nested table of one model version, in order, each as a dictionary. #}
{% macro stored_rows(relation, part, segmentation, version, order_by) %}
    {% set rows = unnested(relation, part, ['segmentation', 'version']) %}
    {{ return(rows_of(
        'select * from (' ~ rows ~ ') as stored where segmentation = ' ~ text_literal(segmentation)
        ~ ' and version = ' ~ version ~ ' order by ' ~ order_by | join(', ')
    )) }}
{% endmacro %}
