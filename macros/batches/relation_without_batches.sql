{# What stands after `from` for all of a place, whatever its batches are. #}
{% macro relation_without_batches(place, what) %}
    {% set whole = {} %}
    {% for key, value in place.items() if key not in ['batches_of', 'addresses', 'is_raw'] %}
        {% do whole.update({key: value}) %}
    {% endfor %}
    {{ return(relation_of(whole, what)) }}
{% endmacro %}
