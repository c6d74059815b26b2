{# One md5 over some text columns; the separator is a control character that no data file should hold. #}
{% macro row_hash(columns) -%}
md5(
    {%- for column in columns %}
    coalesce({{ column }}, '')
    {%- if not loop.last %} || chr(31) ||{% endif %}
    {%- endfor %}
)
{%- endmacro %}
