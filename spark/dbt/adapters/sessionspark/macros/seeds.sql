{# A seed is read by the process of dbt and handed over in one piece: dbt-spark inserts row by row. #}
{% materialization seed, adapter='sessionspark' %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set agate_table = load_agate_table() -%}
    {%- do store_result('agate_table', response='OK', agate_table=agate_table) -%}
    {%- set given, types = model.config.get('column_types', {}), {} -%}
    {%- for name in agate_table.column_names -%}
        {%- do types.update({name: given.get(name, adapter.convert_type(agate_table, loop.index0))}) -%}
    {%- endfor -%}
    {{ run_hooks(pre_hooks) }}
    {%- set aside = sessionspark__aside() -%}
    {% do adapter.store_seed(model.root_path ~ '/' ~ model.original_file_path, types, aside | string) %}
    {% do sessionspark__swap(aside, target_relation) %}
    {% call noop_statement('main', 'INSERT ' ~ agate_table.rows | length, 'INSERT', agate_table.rows | length) %}{% endcall %}
    {{ run_hooks(post_hooks) }}
    {% do sessionspark__forget_before(target_relation) %}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
