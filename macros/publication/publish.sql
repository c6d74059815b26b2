{# Publishes the public tables at the end of a build that leaves none of them behind: see docs/decisions/0027. #}
{% macro publish(results) %}
    {% if execute and flags.WHICH in ['build', 'run'] %}
        {{ return(adapter.dispatch('publish')(results)) }}
    {% endif %}
{% endmacro %}

{% macro default__publish(results) %}{% endmacro %}

{% macro duckdb__publish(results) %}
    {% if can_publish() %}
        {% do adapter.store_relation('publication_plugin', none, [], '', '', {
            'build': invocation_id,
            'nodes': graph.nodes,
            'results': results,
            'stays': rows_that_stay(),
            'is_part_meant': invocation_args_dict.get('selector') == 'score' or setting('publish_part'),
        }) %}
    {% endif %}
{% endmacro %}
