{#
    Whether a place may hold several batches: a pattern or a folder of files, each of which is one. A name with the ending
    of a data file is that file.
#}
{% macro may_have_batches(place) %}
    {% set file = (place or {}).file | default('', true) | string %}
    {% if not file or '://' in file %}
        {{ return(false) }}
    {% endif %}
    {% set ending = '[.](csv|tsv|txt|tab|psv|dat|data|asc|log|parquet|pq|parq|xlsx|xls|xlsb|ods)([.](gz|bz2|xz|zst|zip|lz4))?$' %}
    {{ return(modules.re.search('[*?[]', file) is not none or modules.re.search(ending, file | lower) is none) }}
{% endmacro %}
