{# Whether an earlier build has left a table under this name. #}
{% macro was_built(relation) %}
    {{ return(execute and load_relation(relation) is not none) }}
{% endmacro %}
