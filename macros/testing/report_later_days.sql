{# Warns, a line a segmentation, that a history has reached later days than the build; `later` is what the test selects. #}
{% macro report_later_days(later) %}
    {% if execute and flags.WHICH in ('build', 'test') %}
        {% set lines %}
            select concat(
                segmentation, ': the history has reached ', history_until, ', later than ', as_of_date, ' of this build, and'
                ' is not continued: `segments undo ', first_later_day, '` takes the later days back.'
            )
            from ({{ later }}) as later
            order by segmentation
        {% endset %}
        {% for line in run_query(lines).columns[0].values() %}
            {% do exceptions.warn(line) %}
        {% endfor %}
    {% endif %}
{% endmacro %}
