{#
    Whether a place may hold several batches: a pattern or a folder of files, each of which is one, or rows that say when they
    were loaded (`loaded_at`), of which those of a day are one. A name with the ending of a data file is that file.
#}
{% macro may_have_batches(place) %}
    {{ return(has_files(place) or (place or {}).loaded_at is defined) }}
{% endmacro %}
