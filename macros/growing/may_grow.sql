{#
    Whether what is stored of the model at hand may be added to: a table is there (a clone is a view), with the columns of
    its query, or where that is not given, with those that are described.
#}
{% macro may_grow(query=none) %}
    {% set stored = load_relation(this) if asks_database() and target.type == 'duckdb' and not flags.FULL_REFRESH %}
    {% if not stored or not stored.is_table %}
        {{ return(false) }}
    {% endif %}
    {% if query is none %}
        {% set names = adapter.get_columns_in_relation(stored) | map(attribute='name') | sort | list %}
        {{ return(names == model.columns.keys() | sort | list) }}
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
