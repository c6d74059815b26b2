{# A data file as something to select from. Text files are read as text: ids keep their leading zeros. #}
{% macro read_file(path) %}
    {{ return(adapter.dispatch('read_file')(path)) }}
{% endmacro %}

{% macro default__read_file(path) %}
    {% set format = 'parquet' if path.lower().endswith('.parquet') else 'csv' %}
    {{ return(format ~ '.`' ~ path ~ '`') }}
{% endmacro %}

{% macro duckdb__read_file(path) %}
    {% set quoted = "'" ~ path | replace("'", "''") ~ "'" %}
    {% if path.lower().endswith('.parquet') %}
        {{ return('read_parquet(' ~ quoted ~ ')') }}
    {% elif path.lower().endswith(('.csv', '.tsv', '.txt', '.csv.gz', '.tsv.gz', '.txt.gz')) %}
        {# Trimmed in a select of its own: else the optimiser casts while it reads, where a bad value is an error. #}
        {{ return('(select trim(columns(*)) from read_csv(' ~ quoted ~ ', all_varchar = true, header = true))') }}
    {% else %}
        {{ exceptions.raise_compiler_error(
            "The file " ~ path ~ " is of a kind that cannot be read; use .parquet, .csv, .tsv or .txt"
            ~ " (text files may be gzipped)."
        ) }}
    {% endif %}
{% endmacro %}
