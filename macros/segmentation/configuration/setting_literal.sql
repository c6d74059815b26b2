{# The value of a setting as a typed SQL literal: null where it is one of the words that stand for no number. #}
{% macro setting_literal(value, rule) -%}
    {%- if rule.type in ['whole', 'number'] -%}
        cast({{ value if value is number else 'null' }} as {{ 'integer' if rule.type == 'whole' else 'double' }})
    {%- elif rule.type == 'flag' -%}
        {{ value | lower }}
    {%- else -%}
        {{ text_literal(value | join(',') if rule.type == 'list' else value) }}
    {%- endif -%}
{%- endmacro %}
