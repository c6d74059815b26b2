{#
    The lower-case names of the columns of a configured place; none where they cannot be known, because the project is
    only parsed, or because a model is not in the database, as in a unit test.
#}
{% macro input_columns(place, what) %}
    {% if not execute %}{{ return(none) }}{% endif %}
    {% if place.model is defined %}
        {% set model = ref(place.model) %}
        {% if not model.schema or not load_relation(model) %}{{ return(none) }}{% endif %}
    {% endif %}
    {{ return(relation_columns(relation_of(place, what))) }}
{% endmacro %}
