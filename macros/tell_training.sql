{# Says in the output of a build, a line for each segmentation, whether its models are trained and why. #}
{% macro tell_training() %}
    {% if execute and flags.WHICH in ('build', 'run') %}
        {% set lines %}
            select concat(
                segmentation, case when trains then ': trains anew, ' else ': keeps its model, ' end, 'since ', reason, '.'
            )
            from {{ this }}
            where train = 'auto' or not trains
            order by segmentation
        {% endset %}
        {% for line in run_query(lines).columns[0].values() %}
            {% do log(line, info=True) %}
        {% endfor %}
    {% endif %}
{% endmacro %}
