{# Has the inputs that a build reads judged anew. #}
{% macro begin_reading() %}
    {% if may_set_aside() %}
        {% set record = inputs_set_aside() %}
        {% do adapter.create_schema(record) %}
        {% do run_query('create table if not exists ' ~ record ~ ' (entry_group varchar, name varchar)') %}
        {% do adapter.cache_added(record) %}
        {% for group, model in {'segmentations': 'stg_tables__customers', 'shops': 'stg_shop__shops'}.items() %}
            {% if 'model.customer_segmentation.' ~ model in selected_resources %}
                {% do run_query('delete from ' ~ record ~ ' where entry_group = ' ~ text_literal(group)) %}
            {% endif %}
        {% endfor %}
    {% endif %}
{% endmacro %}
