{# The stored models by which segment_of can place customers. #}
{% macro placing_methods() %}
    {{ return(['nearest_centre', 'network', 'rules']) }}
{% endmacro %}
