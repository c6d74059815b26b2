{# What segmentation/intake/batch_planning.py says of some batches. #}
{% macro batch_verdicts(request) %}
    {{ return(fromjson(run_query(
        'select segments_verdicts(' ~ text_literal(tojson(request)) ~ ')'
    ).rows[0][0])) }}
{% endmacro %}
