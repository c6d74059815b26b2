{# Stops with one sentence where a configured file is not there; a pattern such as orders/*.csv may match any number. #}
{% macro check_file_exists(path, what) %}
    {{ return(adapter.dispatch('check_file_exists')(path, what)) }}
{% endmacro %}

{% macro default__check_file_exists(path, what) %}
{% endmacro %}

{% macro duckdb__check_file_exists(path, what) %}
    {% set found = run_query("select count(*) from glob('" ~ path | replace("'", "''") ~ "')") %}
    {% if found.columns[0].values()[0] == 0 %}
        {{ exceptions.raise_compiler_error(
            what ~ " names the file " ~ path ~ ", which is not there: paths are relative to the project folder."
        ) }}
    {% endif %}
{% endmacro %}
