{# The share of revenue that is left of it in a shop. #}
{% macro margin_of(shop) -%}
    case {{ shop }}
        {%- for valued in valued_shops() %}
        when {{ text_literal(valued.name) }} then {{ double_literal(valued.margin) }}
        {%- endfor %}
        when null then 1e0
    end
{%- endmacro %}
