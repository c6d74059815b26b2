{#
    A table is written aside and then takes the place of the one before it, which it may have read. What its hooks refuse
    is put back: at once by nobody, as Spark has no transactions, but by `restore_tables` before anything else is built.
#}
{% materialization table, adapter='sessionspark', supported_languages=['sql', 'python'] %}
    {{ run_hooks(pre_hooks) }}
    {%- set aside = sessionspark__aside() -%}
    {%- call statement('main', language=model.language) -%}
        {{ create_table_as(false, aside, compiled_code, model.language) }}
    {%- endcall -%}
    {{ return(sessionspark__put_in_place(aside)) }}
{% endmaterialization %}

{# Spark works a view out again wherever it is named, and a step of a query wherever it is: what is to be cheap is a table. #}
{% materialization view, adapter='sessionspark' %}
    {{ run_hooks(pre_hooks) }}
    {%- set aside = sessionspark__aside() -%}
    {%- call statement('main', language=model.language) -%}
        {{ create_table_as(false, aside, compiled_code, model.language) }}
    {%- endcall -%}
    {{ return(sessionspark__put_in_place(aside)) }}
{% endmaterialization %}

{# The rows before, without those whose key comes anew, and the new ones. #}
{% materialization incremental, adapter='sessionspark' %}
    {%- set stored = load_cached_relation(this) -%}
    {%- set rows = sessionspark__with_rows_before(stored, compiled_code) if stored else compiled_code -%}
    {{ run_hooks(pre_hooks) }}
    {%- set aside = sessionspark__aside() -%}
    {%- call statement('main', language=model.language) -%}
        {{ create_table_as(false, aside, rows, model.language) }}
    {%- endcall -%}
    {{ return(sessionspark__put_in_place(aside)) }}
{% endmaterialization %}

{% macro sessionspark__put_in_place(aside) %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {% do sessionspark__swap(aside, target_relation) %}
    {{ run_hooks(post_hooks) }}
    {% do sessionspark__forget_before(target_relation) %}
    {{ return({'relations': [target_relation]}) }}
{% endmacro %}

{% macro sessionspark__with_rows_before(stored, sql) %}
    {%- set given = config.get('unique_key') -%}
    {%- set key = [given] if given is string else given -%}
    with

    new_rows as (

        {{ sql }}

    )

    select * from new_rows
    union all
    select stored.{{ model.columns.keys() | join(', stored.') }}
    from {{ stored }} as stored
    {#- Not `not in`, for which Spark compares each row with each. #}
    left anti join new_rows
        on {% for name in key %}stored.{{ name }} = new_rows.{{ name }}{{ ' and ' if not loop.last }}{% endfor %}
{% endmacro %}

{# A name for what is not finished, without what an earlier build may have left of it. #}
{% macro sessionspark__aside() %}
    {%- set aside = this.incorporate(path={'identifier': this.identifier ~ '__aside'}, type='table') -%}
    {% do run_query('drop table if exists ' ~ aside) %}
    {{ return(aside) }}
{% endmacro %}

{% macro sessionspark__before(relation) %}
    {{ return(relation.incorporate(path={'identifier': relation.identifier ~ '__before'}, type='table')) }}
{% endmacro %}

{% macro sessionspark__swap(aside, target) %}
    {%- set old = load_cached_relation(target) -%}
    {% if old is not none and old.type == 'view' %}
        {% do run_query('drop view ' ~ old) %}
    {% elif old is not none %}
        {%- set before = sessionspark__before(target) -%}
        {% do run_query('drop table if exists ' ~ before) %}
        {% do run_query('alter table ' ~ target ~ ' rename to ' ~ before) %}
    {% endif %}
    {% do run_query('alter table ' ~ aside ~ ' rename to ' ~ target) %}
{% endmacro %}

{% macro sessionspark__forget_before(target) %}
    {% do run_query('drop table if exists ' ~ sessionspark__before(target)) %}
{% endmacro %}

{% macro sessionspark__create_table_as(temporary, relation, compiled_code, language='sql') -%}
    {#- Python begins on a line of its own: dbt indents what is called. -#}
    {%- if language == 'python' %}
{{ compiled_code }}

TARGET = "{{ relation }}"
    {%- else -%}
    {{ spark__create_table_as(temporary, relation, compiled_code, language) }}
    {%- endif -%}
{%- endmacro %}

{# dbt-spark knows quotes in a description, and no backslashes. #}
{% macro sessionspark__comment_clause() %}
    {%- if config.get('persist_docs', {}).get('relation') and model.description -%}
    comment {{ text_literal(model.description) }}
    {%- endif -%}
{% endmacro %}
