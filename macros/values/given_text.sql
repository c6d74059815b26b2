{#
    A value as trimmed text; what people write where they know nothing is no number, date or flag, and not unreadable
    either. In a category such a word is a level like any other. The words are a list, and not behind `in`, of which
    DuckDB makes a join for every column.
#}
{% macro given_text(expression) -%}
    {%- set text = 'trim(cast(' ~ expression ~ ' as string))' -%}
    case
        when not array_contains(split(concat('{{ missing_words() }};', chr(92), 'n'), ';'), lower({{ text }})) then {{ text }}
    end
{%- endmacro %}
