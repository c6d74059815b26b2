{# Whether an input that fails is set aside: where that was chosen, and there are published tables that can stay. #}
{% macro may_set_aside() %}
    {{ return(execute and setting('when_inputs_fail') == 'warn' and target.type == 'duckdb' and can_publish()) }}
{% endmacro %}
