{# Stops with one sentence where a configured table or view is not there. What is no plain name the database judges. #}
{% macro check_relation_exists(relation, what) %}
    {{ return(adapter.dispatch('check_relation_exists')(relation, what)) }}
{% endmacro %}

{% macro default__check_relation_exists(relation, what) %}
{% endmacro %}

{% macro duckdb__check_relation_exists(relation, what) %}
    {% set part = '("[^"]+"|\\w+)' %}
    {% if not modules.re.match('^' ~ part ~ '([.]' ~ part ~ '){0,2}$', relation) %}
        {% do return(none) %}
    {% endif %}
    {% set parts = modules.re.findall(part, relation | lower | replace("'", "''")) | map('replace', '"', '') | list %}
    {#- Of a name with two parts, the first is a schema or an attached database. -#}
    {% set tests = ["lower(table_name) = '" ~ parts[-1] ~ "'"] %}
    {% if parts | length > 1 %}
        {% do tests.append("'" ~ parts[-2] ~ "' in (lower(table_schema), lower(table_catalog))") %}
    {% endif %}
    {% if parts | length > 2 %}
        {% do tests.append("lower(table_catalog) = '" ~ parts[0] ~ "'") %}
    {% endif %}
    {% if not run_query('select 1 from information_schema.tables where ' ~ tests | join(' and ')).rows %}
        {{ exceptions.raise_compiler_error(
            what ~ " names the relation " ~ relation ~ ", which is not in the database: correct its name in"
            ~ " dbt_project.yml, or attach the database that has it by `attach:` in profiles.yml."
        ) }}
    {% endif %}
{% endmacro %}
