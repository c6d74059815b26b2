{# Whether what is stored of the model at hand may be added to: it is there, with the columns of its query. #}
{% macro may_grow(query) %}
    {% if not asks_database() or target.type != 'duckdb' or flags.FULL_REFRESH or not was_built(this) %}
        {{ return(false) }}
    {% endif %}
    {% set columns = [] %}
    {% for relation in [this, '(' ~ query ~ ')'] %}
        {% do columns.append(
            run_query('select column_name, column_type from (describe select * from ' ~ relation ~ ')').rows
            | map('list') | list
        ) %}
    {% endfor %}
    {{ return(columns[0] == columns[1]) }}
{% endmacro %}
