{#
    A row of an input as text (see raw_row_texts) without what identifies a person directly (see masked_row). Of a line
    that could not be divided into fields all words are masked too: no name says what they are.
#}
{% macro masked_raw_row(raw_row) -%}
    {%- set line = adapter.dispatch('replaced_everywhere')(masked_row(raw_row), '[\\p{L}\\p{M}]{2,}', '(masked)') -%}
    case
        when {{ raw_row }} like '{"%' then {{ masked_row(raw_row) }}
        else replace({{ line }}, '((masked))', '(masked)')
    end
{%- endmacro %}
