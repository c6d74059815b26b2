{#
    What is wrong with a SQL expression over rows of these columns, as the end of a sentence; none where nothing is, or
    where only reading the rows would tell. The database's own message would not say whose expression it is.
#}
{% macro expression_problem(expression, columns) %}
    {{ return(adapter.dispatch('expression_problem')(expression, columns)) }}
{% endmacro %}

{% macro default__expression_problem(expression, columns) %}
    {{ return(none) }}
{% endmacro %}

{% macro duckdb__expression_problem(expression, columns) %}
    {% set parsed = 'json_serialize_sql(' ~ text_literal('select ' ~ expression) ~ ')' %}
    {% set error = run_query("select " ~ parsed ~ " ->> 'error_message'").rows[0][0] %}
    {% if error %}
        {{ return('which is no SQL expression (' ~ error ~ ')') }}
    {% endif %}
    {#- A lambda or a query has names of its own. -#}
    {% if modules.re.search('->|\\blambda\\b|\\bselect\\b', expression | lower) %}
        {{ return(none) }}
    {% endif %}
    {% for row in run_query("select value from json_tree(" ~ parsed ~ ") where key = 'column_names'").rows %}
        {% set parts = fromjson(row[0]) %}
        {% if not parts | map('lower') | select('in', columns) | list %}
            {{ return('where there is no column ' ~ parts | join('.')) }}
        {% endif %}
    {% endfor %}
    {{ return(none) }}
{% endmacro %}
