{#
    The place of the batch of a row in the list of those that are read, by their addresses: of its file, or of the day on
    which it was loaded.
#}
{% macro batch_index(place, addresses) -%}
    {%- if has_files(place) -%}
        cast(file_index as bigint)
    {%- else -%}
        list_position([{{ text_literals(addresses) }}], {{ loading_day(place) }}) - 1
    {%- endif -%}
{%- endmacro %}
