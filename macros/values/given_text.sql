{#
    A value as trimmed text; what people write where they know nothing is no number, date or flag, and not unreadable
    either. In a category such a word is a level like any other.
#}
{% macro given_text(expression) -%}
    {%- set text = 'trim(cast(' ~ expression ~ ' as string))' -%}
    case
        when lower({{ text }}) not in ({{ missing_words() }}, concat(chr(92), 'n')) then {{ text }}
    end
{%- endmacro %}
