{# What people call a configured place: the file, table or model that it names. #}
{% macro place_name(place) %}
    {% if place.file is defined %}{{ return("the file " ~ place.file) }}
    {% elif place.relation is defined %}{{ return("the table " ~ place.relation) }}
    {% else %}{{ return("the model " ~ place.model) }}
    {% endif %}
{% endmacro %}
