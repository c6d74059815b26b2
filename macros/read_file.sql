{#
    A file, a folder or a pattern as something to select from. `place` is a mapping with `file` and, where a text file
    does not say it itself, `delimiter`, `header` and `skip`. Columns are matched by their names; a file that lacks one
    has no value there.

    Text is served as Parquet by the project's own reader (segmentation/intake): all columns are text, so that a value
    which is no number is found out later and does not stop the reading, and `unreadable_line` has the lines with a
    field too many or too few. What was Parquet before keeps its types.
#}
{% macro read_file(place) %}
    {{ return(adapter.dispatch('read_file')(place)) }}
{% endmacro %}

{% macro default__read_file(place) %}
    {{ exceptions.raise_compiler_error("Files are not supported on this warehouse.") }}
{% endmacro %}

{% macro spark__read_file(place) %}
    {% if not place.file.lower().endswith('.parquet') %}
        {{ exceptions.raise_compiler_error(
            "Spark reads Parquet, and not " ~ place.file ~ ": write it as Parquet, or name a table of Spark by `relation:`."
        ) }}
    {% endif %}
    {{ return('parquet.`' ~ place.file ~ '`') }}
{% endmacro %}

{% macro duckdb__read_file(place) %}
    {{ return('read_parquet(' ~ text_literal(file_url(place)) ~ ', union_by_name = true)') }}
{% endmacro %}
