{# Writes what the data should be warned of into the output of the build, a line for each finding. #}
{% macro tell_findings(relation) %}
    {% if execute and flags.WHICH in ('build', 'test') %}
        {% set warnings %}
            select concat(segmentation, ': ', sentence) from {{ relation }}
            where severity = 'warning'
            order by segmentation, finding, sentence
        {% endset %}
        {% for line in run_query(warnings).columns[0].values() %}
            {% do exceptions.warn(line) %}
        {% endfor %}
    {% endif %}
{% endmacro %}
