{# The rows before, without those whose key comes anew, and the new ones: written aside, then swapped, as a table is. #}
{% materialization incremental, adapter='sessionspark', supported_languages=['sql'] %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set stored = load_cached_relation(this) -%}
    {{ run_hooks(pre_hooks) }}
    {%- set aside = sessionspark__aside() -%}
    {%- call statement('main') -%}
        {{ create_table_as(false, aside, sessionspark__with_rows_before(stored, sql) if stored else sql) }}
    {%- endcall -%}
    {% do sessionspark__swap(aside, target_relation) %}
    {{ run_hooks(post_hooks) }}
    {% do sessionspark__forget_before(target_relation) %}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{% macro sessionspark__with_rows_before(stored, sql) %}
    {%- set given = config.get('unique_key') -%}
    {%- set key = [given] if given is string else given -%}
    with

    new_rows as (

        {{ sql }}

    )

    select * from new_rows
    union all
    select {{ model.columns.keys() | join(', ') }} from {{ stored }}
    where ({{ key | join(', ') }}) not in (select {{ key | join(', ') }} from new_rows)
{% endmacro %}
