{# Whether a place is a table of this database, whose rows have numbers. #}
{% macro has_row_ids(place) %}
    {{ return(adapter.dispatch('has_row_ids')(place)) }}
{% endmacro %}

{% macro default__has_row_ids(place) %}
    {{ return(false) }}
{% endmacro %}

{% macro duckdb__has_row_ids(place) %}
    {% if not asks_database() or place.model is not defined or place.loaded_at is defined %}{{ return(false) }}{% endif %}
    {% set found = load_relation(ref(place.model)) %}
    {{ return(found is not none and found.is_table) }}
{% endmacro %}
