{# A value as trimmed text; what people write where there is no number, date or flag is nothing. #}
{% macro given_text(expression) -%}
    {%- set text = 'trim(cast(' ~ expression ~ ' as string))' -%}
    case when lower({{ text }}) not in ('', '-', '?', 'n/a', 'na', 'nan', 'none', 'null') then {{ text }} end
{%- endmacro %}
