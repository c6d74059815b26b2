{# The attributes of a shop's customers as the text of a JSON object; empty where no shop has any. #}
{% macro attributes_object() -%}
    {%- set names = shop_attributes() | map(attribute='name') | list -%}
    {{ raw_row_text(raw_row(names)) if names else 'cast(null as string)' }}
{%- endmacro %}
