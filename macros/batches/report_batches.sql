{# Writes what is to be known of batches into the output of the build, a line each; a warning where lines are lost. #}
{% macro report_batches(rows) %}
    {% for row in rows if row.sentence %}
        {% if row.state == 'set aside' and not row.is_decided %}
            {% do exceptions.warn(row.shop ~ ', order_lines: ' ~ row.sentence) %}
        {% else %}
            {% set what = '' if row.state == 'accepted' else row.batch ~ ' is ' ~ row.state ~ '. ' %}
            {% do log(row.shop ~ ', order_lines: ' ~ what ~ row.sentence, info=true) %}
        {% endif %}
    {% endfor %}
{% endmacro %}
