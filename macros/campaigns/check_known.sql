{# Refuses the name of something that is not configured. #}
{% macro check_known(kind, name, known, what) %}
    {% if name not in known %}
        {{ exceptions.raise_compiler_error(
            what ~ " in dbt_project.yml "
            ~ ("names no " ~ kind if not name else "asks for " ~ kind ~ " '" ~ name ~ "', which is not there")
            ~ ": choose " ~ (known | join(', ') or 'one that is configured') ~ "."
        ) }}
    {% endif %}
{% endmacro %}
