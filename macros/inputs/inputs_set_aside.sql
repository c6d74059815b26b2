{# The table of what was set aside since it was last read: `shops` or `segmentations`, and the name. Builds make it where that was chosen. #}
{% macro inputs_set_aside() %}
    {{ return(api.Relation.create(
        database=target.database, schema=generate_schema_name('staging'), identifier='inputs_set_aside', type='table'
    )) }}
{% endmacro %}
