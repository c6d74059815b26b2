{% macro literal_rows(rows, columns) %}
    {% for row in rows %}
    select
        {% for column, type in columns.items() -%}
        cast({{ 'null' if row[column] is none or row[column] is undefined else text_literal(row[column] | string) }} as {{ type }}) as {{ column }}{{ ',' if not loop.last }}
        {% endfor %}
    union all
    {% endfor %}
    select
        {% for column, type in columns.items() -%}
        cast(null as {{ type }}) as {{ column }}{{ ',' if not loop.last }}
        {% endfor %}
    where false
{% endmacro %}
