{# Refuses a name that could not be that of a file or of a column. #}
{% macro check_campaign_name(name, what) %}
    {% if not modules.re.fullmatch('[a-z_][a-z0-9_]*', name | string) %}
        {{ exceptions.raise_compiler_error(
            what ~ " in dbt_project.yml needs a name of small letters, digits and underscores."
        ) }}
    {% endif %}
{% endmacro %}
