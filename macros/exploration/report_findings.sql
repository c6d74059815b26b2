{#
    Writes the findings that are warnings into the output of the build, a line for each. What cannot be read has been
    reported before, with an example (see check_readable).
#}
{% macro report_findings(relation) %}
    {% if execute and flags.WHICH in ('build', 'test') %}
        {% set warnings %}
            select concat(segmentation, ': ', sentence) from {{ relation }}
            where severity = 'warning' and finding <> 'unreadable_values'
            order by segmentation, finding, sentence
        {% endset %}
        {% for line in run_query(warnings).columns[0].values() %}
            {% do exceptions.warn(line) %}
        {% endfor %}
    {% endif %}
{% endmacro %}
