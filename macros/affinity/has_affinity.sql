{# Whether there are such shops, so that their models are built. #}
{% macro has_affinity() %}
    {% do return(affinity_shops() | length > 0) %}
{% endmacro %}
