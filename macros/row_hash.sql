{# One md5 over some text columns; the separator is a control character that no data file should hold. #}
{% macro row_hash(columns) -%}
    md5(coalesce({{ columns | join(", '') || chr(31) || coalesce(") }}, ''))
{%- endmacro %}
