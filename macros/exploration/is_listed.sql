{# True where a name is one of those in a text of names joined by commas; false where there is no text. #}
{% macro is_listed(name, names) -%}
    coalesce(contains(',' || {{ names }} || ',', {{ text_literal(',' ~ name ~ ',') }}), false)
{%- endmacro %}
