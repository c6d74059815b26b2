{#
    Stops where too many values of a feature, or of the revenue, cannot be read, and warns where some cannot. Without it
    a number in a wrong column, or one written in a wrong way, would be taken for a missing one. Only a feature with
    such values is looked for at its source, which may be a large file.
#}
{% macro check_readable(segmentation, source, customers) %}
    {% set where = "Segmentation '" ~ segmentation.name ~ "' in dbt_project.yml: " %}
    {% set types = value_types(segmentation, source) %}
    {% set values = [] %}
    {% set counts = ['count(*)'] %}
    {% for value in number_values(segmentation) if not has_native_type(value.type, types[value.name]) %}
        {% do values.append(value) %}
        {% do counts.append(
            "count(case when contains(concat(',', unreadable_features, ','), '," ~ value.name ~ ",') then 1 end)"
        ) %}
    {% endfor %}
    {% set found = run_query('select ' ~ counts | join(', ') ~ ' from ' ~ customers).rows[0] if values else [0] %}
    {% for value in values %}
        {% set unreadable = found[loop.index] %}
        {% if unreadable > 0 %}
            {% set sentence = where ~ value.name
                ~ unreadable_sentence(segmentation, value, source, unreadable, found[0]) %}
            {% if unreadable > setting('unreadable_share_that_stops') * found[0] %}
                {{ exceptions.raise_compiler_error(sentence) }}
            {% else %}
                {% do exceptions.warn(sentence) %}
            {% endif %}
        {% endif %}
    {% endfor %}
{% endmacro %}
