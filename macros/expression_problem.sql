{#
    What is wrong with a SQL expression over the rows of a relation, as the end of a sentence; none where nothing is, or
    where only reading the rows would tell. The database's own message would not say whose expression it is.
#}
{% macro expression_problem(expression, relation) %}
    {{ return(adapter.dispatch('expression_problem')(expression, relation)) }}
{% endmacro %}

{% macro default__expression_problem(expression, relation) %}
    {{ return(none) }}
{% endmacro %}

{% macro duckdb__expression_problem(expression, relation) %}
    {% set parsed = fromjson(run_query(
        'select json_serialize_sql(' ~ text_literal('select (' ~ expression ~ ')') ~ ')'
    ).rows[0][0]) %}
    {% if parsed.error %}
        {{ return('which is no SQL expression (' ~ parsed.error_message ~ ')') }}
    {% elif parsed.statements | length != 1 or parsed.statements[0].node.select_list | length != 1 %}
        {{ return('which is no single SQL expression') }}
    {% endif %}
    {#- Next to all columns, as it will be asked for: an aggregate would need a group. -#}
    {% set query = 'select source_rows.*, (' ~ expression ~ ') from ' ~ relation ~ ' as source_rows' %}
    {% set planned = 'json_serialize_plan(' ~ text_literal(query) ~ ')' %}
    {% set type, message, kind, name = run_query(
        "select p ->> 'error_type', p ->> 'error_message', p ->> 'error_subtype', p ->> 'name' from (select "
        ~ planned ~ ' as p) as planned'
    ).rows[0].values() %}
    {% if kind == 'COLUMN_NOT_FOUND' %}
        {{ return('where there is no column ' ~ name) }}
    {% elif type in ['parser', 'binder', 'catalog'] %}
        {{ return('which cannot be computed (' ~ message.splitlines()[0] ~ ')') }}
    {% endif %}
    {{ return(none) }}
{% endmacro %}
