{#
    The address under which DuckDB reads a file: its path where it is Parquet or lies elsewhere, else one of the project's
    reader of text files, which says how to read before it says what (see segmentation/intake/file_system.py).
    `wanted` is none for the rows, or `summary` for one row on each file.
#}
{% macro file_url(place, wanted=none) %}
    {% if '://' in place.file or (place.file.lower().endswith('.parquet') and not wanted) %}
        {{ return(place.file) }}
    {% endif %}
    {% set delimiter = place.delimiter or 'auto' %}
    {% set options = [
        delimiter if delimiter in ['auto', 'whitespace'] else delimiter.encode().hex(),
        'auto' if place.header is not boolean else 'header' if place.header else 'bare',
        'auto' if place.skip is not integer else place.skip,
    ] + (['sheet-' ~ place.sheet.encode().hex()] if place.sheet else []) %}
    {{ return('text://' ~ (options + ([wanted] if wanted else [])) | join(',') ~ '/' ~ place.file) }}
{% endmacro %}
