{# The columns of attributes that order lines have, each with a comma after it. #}
{% macro attribute_columns(prefix='') -%}
    {%- for attribute in shop_attributes() %}{{ prefix }}{{ attribute.column }}, {% endfor -%}
{%- endmacro %}
