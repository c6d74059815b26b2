{# Those of some batches that have days which another one has too: the others share no line with any. #}
{% macro with_common_days(batches) %}
    {% set ordered, found, reached = batches | selectattr('first_on') | sort(attribute='first_on') | list, [], namespace(on='') %}
    {% for batch in ordered %}
        {% if batch.first_on <= reached.on or (loop.nextitem is defined and loop.nextitem.first_on <= batch.last_on) %}
            {% do found.append(batch) %}
        {% endif %}
        {% set reached.on = [reached.on, batch.last_on] | max %}
    {% endfor %}
    {{ return(found | sort(attribute='number')) }}
{% endmacro %}
