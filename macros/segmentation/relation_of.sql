{# The relation that a configured place names by a model, a file or a relation. #}
{% macro relation_of(place, what) %}
    {% set relation = place.relation %}
    {% if place.model is defined %}
        {% set relation = ref(place.model) | string %}
    {% elif place.file is defined %}
        {% if execute %}{% do check_file_exists(place.file, what) %}{% endif %}
        {% set relation = read_file(place.file) %}
    {% elif place.relation is not defined %}
        {{ exceptions.raise_compiler_error(
            what ~ " names no data: give it one of `model:`, `file:` or `relation:` in dbt_project.yml."
        ) }}
    {% endif %}
    {{ return(relation) }}
{% endmacro %}
