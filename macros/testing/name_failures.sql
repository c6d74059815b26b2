{# Writes what the tests of whole tables found into the output: the column, the rule and how many rows break it. #}
{% macro name_failures(results) %}
    {% for result in results if execute and result.failures and 'constraints_hold' in result.node.unique_id %}
        {% for column, rule, rows in run_query(result.node.compiled_code).rows %}
            {% set table = result.node.attached_node.split('.')[-1] %}
            {% do log(table ~ '.' ~ column ~ ': ' ~ rule ~ ' is broken by ' ~ rows ~ ' rows', info=true) %}
        {% endfor %}
    {% endfor %}
{% endmacro %}
