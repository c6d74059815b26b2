{#
    Records that a build has begun: while the record has no word of its end, the public tables may be of two builds. The
    table is there before its model, which keeps its rows.
#}
{% macro begin_build() %}
    {% if execute and flags.WHICH in ['build', 'run'] %}
        {{ return(adapter.dispatch('begin_build')()) }}
    {% endif %}
{% endmacro %}

{% macro default__begin_build() %}{% endmacro %}

{% macro duckdb__begin_build() %}
    {% set record = api.Relation.create(
        database=target.database, schema=generate_schema_name('marts'), identifier='published_builds', type='table'
    ) %}
    {% if not was_built(record) %}
        {# A build of a part has made no schema for it. #}
        {% do adapter.create_schema(record) %}
        {% do run_query(
            'create table ' ~ record
            ~ ' (build_id varchar, began_at timestamp, published_at timestamp, tables_behind varchar, set_aside varchar)'
        ) %}
        {% do adapter.cache_added(record) %}
    {% endif %}
    {% do begin_reading() %}
    {% if can_publish() %}
        {% do run_query(
            'insert into ' ~ record ~ " (build_id, began_at) values ('" ~ invocation_id ~ "', '"
            ~ run_started_at.strftime('%Y-%m-%d %H:%M:%S.%f') ~ "')"
        ) %}
    {% endif %}
{% endmacro %}
