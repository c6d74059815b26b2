{# Refuses a key that means nothing, so that a misspelt one is not taken for its default. #}
{% macro check_keys(entry, allowed, what) %}
    {% if entry is not mapping %}
        {{ exceptions.raise_compiler_error(
            what ~ " in dbt_project.yml has to be a mapping of names to settings, such as {income: {transform: log}}."
        ) }}
    {% endif %}
    {% for key in entry if key not in allowed %}
        {{ exceptions.raise_compiler_error(
            what ~ " in dbt_project.yml has a key '" ~ key ~ "', which means nothing: use one of " ~ allowed | join(', ') ~ "."
        ) }}
    {% endfor %}
{% endmacro %}
