{# The attributes of a shop's customers as columns of a select, with a comma after each. #}
{% macro attribute_columns(relation) -%}
    {%- for attribute in shop_attributes() %} {{ relation }}.{{ attribute.name }}, {%- endfor -%}
{%- endmacro %}
