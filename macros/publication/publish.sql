{# Publishes the public tables at the end of a build that leaves none of them behind: see docs/decisions/0027. #}
{% macro publish(results) %}
    {% if execute and flags.WHICH in ['build', 'run'] %}
        {{ return(adapter.dispatch('publish')(results)) }}
    {% endif %}
{% endmacro %}

{% macro default__publish(results) %}{% endmacro %}

{% macro duckdb__publish(results) %}
    {% if can_publish() %}
        {% set ended = {
            'build': invocation_id,
            'nodes': graph.nodes,
            'results': results,
            'stays': rows_that_stay(),
            'is_part_meant': invocation_args_dict.get('selector') == 'score' or setting('publish_part'),
        } %}
        {% do adapter.store_relation('publication_plugin', none, [], '', '', ended) %}
        {# Of a macro that raises, dbt says that somebody stopped it by the keyboard. #}
        {% if ended.problem %}
            {{ return("select error('" ~ ended.problem.replace("'", "''") ~ "')") }}
        {% endif %}
    {% endif %}
{% endmacro %}
