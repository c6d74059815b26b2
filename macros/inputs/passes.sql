{#
    Whether what an entry of `shops` or `segmentations` is made of passes a check, a macro that stops with a sentence where
    it does not; what follows are the arguments of the check. With `when_inputs_fail: warn` the entry is set aside with the
    sentence instead, and the build goes on without it.
#}
{% macro passes(group, name, check) %}
    {% if not may_set_aside() %}
        {% do check(*varargs) %}
        {{ return(true) }}
    {% endif %}
    {% set attempt = {'check': check, 'arguments': varargs} %}
    {#- Jinja cannot go on after an exception. -#}
    {% do adapter.store_relation('publication_plugin', none, [], '', '', {'attempt': attempt}) %}
    {% if attempt.problem %}
        {% do refuse_input(group, name, attempt.problem) %}
    {% endif %}
    {{ return(not attempt.problem) }}
{% endmacro %}
