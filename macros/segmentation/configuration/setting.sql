{# A variable of the project, or its default: every model that needs one asks here. #}
{% macro setting(name) %}
    {% set rule = variable_schema()[name] %}
    {% set value = var(name, rule.default) if 'default' in rule else var(name) %}
    {% do refuse_value('`vars` in dbt_project.yml or --vars', name, value, rule) if not is_allowed(value, rule) %}
    {% do return(value) %}
{% endmacro %}
