{# The lower-case names of the columns of anything that can be selected from. #}
{% macro relation_columns(relation) %}
    {% set described = run_query('describe select * from ' ~ relation) %}
    {{ return(described.columns[0].values() | map('lower') | list) }}
{% endmacro %}
