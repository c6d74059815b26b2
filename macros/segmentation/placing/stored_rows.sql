{# The rows of a table for one segmentation, or one version of it, in order, each as a dictionary. #}
{% macro stored_rows(relation, segmentation, columns, order_by, version=none) %}
    {% set found = run_query(
        'select ' ~ columns | join(', ') ~ ' from ' ~ relation
        ~ ' where segmentation = ' ~ text_literal(segmentation)
        ~ (' and version = ' ~ version if version else '') ~ ' order by ' ~ order_by | join(', ')
    ) %}
    {% set result = [] %}
    {% for row in found.rows %}{% do result.append(dict(zip(columns, row.values()))) %}{% endfor %}
    {{ return(result) }}
{% endmacro %}
