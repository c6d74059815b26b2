{# What a check has refused, or a build that was killed has not finished, gives way to the table before it. #}
{% macro sessionspark__restore_tables() %}
    {%- set schemas = graph.nodes.values() | map(attribute='schema') | unique | sort -%}
    {% for schema in schemas if adapter.check_schema_exists(none, schema) %}
        {% for row in run_query("show tables in " ~ schema ~ " like '*__before'").rows %}
            {%- set before = schema ~ '.' ~ row['tableName'] -%}
            {%- set table = before[: -('__before' | length)] -%}
            {% do run_query('drop table if exists ' ~ table) %}
            {% do run_query('alter table ' ~ before ~ ' rename to ' ~ table) %}
            {% do log(table ~ ': is that of the build before again.', info=true) %}
        {% endfor %}
    {% endfor %}
{% endmacro %}

{% macro sessionspark__begin_build() %}
    {% do sessionspark__refuse_unsupported() %}
    {% do sessionspark__restore_tables() %}
{% endmacro %}

{% macro sessionspark__publish(results) %}
    {% do sessionspark__restore_tables() %}
    {% do adapter.export(graph.nodes, results, invocation_id, run_started_at) %}
{% endmacro %}
