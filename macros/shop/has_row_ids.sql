{#
    Whether a place is a table of this database, whose rows keep their numbers: one that is made anew. Of rows that were
    taken out of a table, as incremental models and hooks do, the numbers go to others when the database writes it anew.
#}
{% macro has_row_ids(place) %}
    {{ return(adapter.dispatch('has_row_ids')(place)) }}
{% endmacro %}

{% macro default__has_row_ids(place) %}
    {{ return(false) }}
{% endmacro %}

{% macro duckdb__has_row_ids(place) %}
    {% if not asks_database() or place.model is not defined or place.loaded_at is defined %}{{ return(false) }}{% endif %}
    {% set found = load_relation(ref(place.model)) %}
    {% set made_anew = graph.nodes.values() | selectattr('name', 'equalto', place.model)
        | selectattr('config.materialized', 'in', ['table', 'seed']) | rejectattr('config.post-hook') | list %}
    {{ return(found is not none and found.is_table and made_anew != []) }}
{% endmacro %}
