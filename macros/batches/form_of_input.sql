{#
    How an input that is one batch is written, for input_batches: its columns, its kind and, of a file, a digest of its
    content. Nothing is known while the project is only parsed.
#}
{% macro form_of_input(place, what) %}
    {{ return(adapter.dispatch('form_of_input')(place, what)) }}
{% endmacro %}

{% macro default__form_of_input(place, what) %}
    {% do ref(place.model) if place.model is defined %}
    {% set columns = input_columns(place, what) if asks_database() else none %}
    {{ return({
        'columns_read': columns | join(', ') if columns else none,
        'format': 'Parquet' if place.file is defined else 'table', 'content_hash': none,
    }) }}
{% endmacro %}

{% macro duckdb__form_of_input(place, what) %}
    {% if not place.file or '://' in place.file %}
        {{ return(default__form_of_input(place, what)) }}
    {% endif %}
    {% set columns, formats, digests = [], [], [] %}
    {% for file in (found_files(place).files if asks_database() else []) %}
        {% do columns.extend(file.columns) %}
        {% do formats.append(file.format) %}
        {% do digests.append(file.content_hash) %}
    {% endfor %}
    {{ return({
        'columns_read': columns | unique | join(', '), 'format': formats | unique | join('; '),
        'content_hash': digests[0] if digests | length == 1 else local_md5(digests | sort | join)[:16] if digests else none,
    }) }}
{% endmacro %}
