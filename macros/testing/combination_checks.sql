{#
    The checks of a table that look at several rows, as {column, rule, broken_rows}: a query that gives how many rows
    break it.
#}
{% macro combination_checks(relation, unique, related) %}
    {% set checks = [] %}
    {% for columns in unique if columns %}
        {% set key = row_key(columns) %}
        {% set combinations %}
            select count(*) as rows_found from {{ relation }}
            where {{ key }} in (select {{ key }} from {{ relation }} group by {{ key }} having count(*) > 1)
            group by {{ columns | join(', ') }}
        {% endset %}
        {% do checks.append({
            'column': columns | join(', '),
            'rule': 'unique',
            'broken_rows': 'select sum(rows_found) from (' ~ combinations ~ ') as shared where rows_found > 1',
        }) %}
    {% endfor %}
    {% for parent in related %}
        {% do checks.append({
            'column': parent.columns | join(', '),
            'rule': 'related to ' ~ parent.to.identifier,
            'broken_rows': 'select count(*) from (' ~ unrelated(relation, parent.to, parent.columns) ~ ') as strays',
        }) %}
    {% endfor %}
    {% do return(checks) %}
{% endmacro %}
