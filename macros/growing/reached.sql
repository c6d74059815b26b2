{#
    Up to when the model at hand has what came into a relation that grows, as a number; none where it is to be made anew,
    because it is not there, or all of the relation came since. `query` is that of the model, where its columns may change.
#}
{% macro reached(relation, query=none) %}
    {% if not may_grow(query) %}
        {{ return(none) }}
    {% endif %}
    {% set number = run_query('select max(added_at) from ' ~ this).rows[0][0] %}
    {% set are_all_new = 'select coalesce(min(added_at) > ' ~ number ~ ', true) from ' ~ relation %}
    {{ return(none if number is none or run_query(are_all_new).rows[0][0] else number) }}
{% endmacro %}
