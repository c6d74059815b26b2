{#
    A number that finds the row of a place again: where it stands in its files or its table. A view has no such places, nor
    have rows by their day of loading; there it is a number that is the same for equal rows. The rows go by the name of source_rows.
#}
{% macro row_position(place) -%}
    {%- if place.file is defined and (has_files(place) or place.loaded_at is not defined) -%} {{ file_position() }}
    {%- elif has_row_ids(place) -%} rowid
    {%- else -%} {{ adapter.dispatch('content_position')() }}
    {%- endif -%}
{%- endmacro %}

{% macro default__content_position() -%}
    {{ row_key([whole_row('source_rows')]) }}
{%- endmacro %}

{% macro duckdb__content_position() -%}
    cast({{ row_key(['source_rows']) }} // 2 as bigint)
{%- endmacro %}
