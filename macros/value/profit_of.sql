{# The attribute of customers that has what is left of what they bought, in the shops that name one. #}
{% macro profit_of(shop) -%}
    case {{ shop }}
        {%- for valued in valued_shops() if valued.profit %}
        when {{ text_literal(valued.name) }} then {{ valued.profit }}
        {%- endfor %}
        when null then 1e0
    end
{%- endmacro %}
