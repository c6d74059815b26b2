{#
    What stands after `from` for a configured place: a model, a file, the batches of a shop that count,
    a relation, or the customers of a shop.
#}
{% macro relation_of(place, what) %}
    {% set relation = place.relation %}
    {% if place.model is defined %}
        {% set relation = ref(place.model) | string %}
    {% elif place.shop is defined %}
        {% set relation = '(select * from ' ~ ref('customer_features') ~ ' where shop = ' ~ text_literal(place.shop) ~ ' and is_current)' %}
    {% elif place.batches_of is defined or place.addresses is defined %}
        {% set relation = relation_of_batches(place, what) %}
    {% elif place.file is defined %}
        {% if execute %}
            {% do check_file_exists(place, what) %}
        {% endif %}
        {% set relation = read_file(place) %}
    {% elif asks_database() %}
        {% do check_relation_exists(relation, what) %}
    {% endif %}
    {{ return(relation) }}
{% endmacro %}
