{# The rows of a query, each as a dictionary. #}
{% macro rows_of(query) %}
    {% set found = run_query(query) %}
    {% set result = [] %}
    {% for row in found.rows %}{% do result.append(dict(zip(found.column_names, row.values()))) %}{% endfor %}
    {{ return(result) }}
{% endmacro %}
