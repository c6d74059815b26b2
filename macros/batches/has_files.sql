{# Whether a place may be several files: a pattern, or a folder. #}
{% macro has_files(place) %}
    {% set file = (place or {}).file | default('', true) | string %}
    {% if not file or '://' in file %}
        {{ return(false) }}
    {% endif %}
    {% set ending = '[.](csv|tsv|txt|tab|psv|dat|data|asc|log|parquet|pq|parq|xlsx|xls|xlsb|ods)([.](gz|bz2|xz|zst|zip|lz4))?$' %}
    {{ return(modules.re.search('[*?[]', file) is not none or modules.re.search(ending, file | lower) is none) }}
{% endmacro %}
