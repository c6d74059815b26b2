{#
    A table that a build may add to: where the query of the model is one of rows to add (see rows_to_add), they are put into
    what is stored, in the place of rows with the same `unique_key`; else the table is made anew. One transaction, as of a
    table: what fails leaves all as it was.
#}
{% materialization grown, adapter='duckdb' %}
    {% if rows_to_add() not in compiled_code %}
        {{ return(materialization_table_duckdb()) }}
    {% endif %}
    {% set target_relation = this.incorporate(type='table') %}
    {% set added, key = this.identifier ~ '__added', (config.get('unique_key') or []) | join(', ') %}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {% call statement('main') %}
        create or replace temporary table {{ added }} as ({{ compiled_code }});
        {% if key %}
        delete from {{ target_relation }} where ({{ key }}) in (select ({{ key }}) from {{ added }});
        {% endif %}
        insert into {{ target_relation }} by name select * from {{ added }};
        drop table {{ added }};
    {% endcall %}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
