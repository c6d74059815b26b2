{# Rows, each a dictionary, as a select of literals, of the types of its columns by name. #}
{% macro literal_rows(rows, columns) %}
    select
        {% for column, type in columns.items() -%}
        cast({{ column }} as {{ type }}) as {{ column }}{{ ',' if not loop.last }}
        {% endfor %}
    from (values
        {%- for row in rows or [{}] %}
        ({% for column in columns -%}
        {{ 'null' if row[column] is none or row[column] is undefined else text_literal(row[column]) }}
        {{- ', ' if not loop.last }}
        {%- endfor %}){{ ',' if not loop.last }}
        {%- endfor %}
    ) as literals ({{ columns | join(', ') }})
    {{ 'where false' if not rows }}
{% endmacro %}
