{# The centres of a nested table of one model version: lists of coordinates by the number of the segment. #}
{% macro stored_centres(relation, part, segmentation, version) %}
    {% set centres = {} %}
    {% for row in stored_rows(relation, part, segmentation, version, ['segment_id', 'position']) %}
        {% do centres.setdefault(row.segment_id, []).append(row.centre) %}
    {% endfor %}
    {{ return(centres) }}
{% endmacro %}
