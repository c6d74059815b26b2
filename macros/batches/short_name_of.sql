{# The name of a configured place without the folders that lead there. #}
{% macro short_name_of(place) %}
    {{ return((place.file | string).split('/')[-1] if place.file else place.relation or place.model) }}
{% endmacro %}
