{#
    The first of several SQL expressions, by name, that fails on some rows of a relation: its name, on how many rows of
    how many, and the values of one row that it reads, without what identifies people. None where all can be computed, or
    nobody can tell.
#}
{% macro expression_failures(expressions, relation) %}
    {{ return(adapter.dispatch('expression_failures')(expressions, relation)) }}
{% endmacro %}

{% macro default__expression_failures(expressions, relation) %}
    {{ return(none) }}
{% endmacro %}

{% macro duckdb__expression_failures(expressions, relation) %}
    {% set failures = {} %}
    {#- A query, a window and a list of rows cannot be tried row by row. -#}
    {% for name, expression in expressions.items()
        if not modules.re.search('\\b(select|over|unnest)\\b', expression | lower) %}
        {#- In a struct, nothing that is computed is told from nothing that could be. -#}
        {% do failures.update({name: 'try({v: ' ~ expression ~ '}) is null'}) %}
    {% endfor %}
    {% if not failures %}
        {{ return(none) }}
    {% endif %}
    {% set counts = [] %}
    {% for failure in failures.values() %}
        {% do counts.append('count(case when ' ~ failure ~ ' then 1 end)') %}
    {% endfor %}
    {% set rows = ' from ' ~ relation ~ ' as source_rows' %}
    {% set found = run_query('select count(*), ' ~ counts | join(', ') ~ rows).rows[0] %}
    {% for name, failure in failures.items() %}
        {% set failed = found[loop.index] %}
        {% if failed > 0 %}
            {% set parsed = 'json_serialize_sql(' ~ text_literal('select ' ~ expressions[name]) ~ ')' %}
            {% set read = run_query(
                "select distinct lower(value ->> -1) from json_tree(" ~ parsed ~ ") where key = 'column_names'"
            ).columns[0].values() %}
            {% set example = fromjson(run_query(
                'select ' ~ masked_row(raw_row_text('source_rows')) ~ rows ~ ' where ' ~ failure ~ ' limit 1'
            ).rows[0][0]) %}
            {% set values = [] %}
            {% for column, value in example.items() if column | lower in read %}
                {% do values.append(column ~ " '" ~ value ~ "'") %}
            {% endfor %}
            {{ return({'name': name, 'failed': failed, 'rows': found[0], 'example': values | join(', ')}) }}
        {% endif %}
    {% endfor %}
    {{ return(none) }}
{% endmacro %}
