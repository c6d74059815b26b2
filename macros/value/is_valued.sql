{# A condition that holds for the shops whose customers' value is predicted. #}
{% macro is_valued(shop) -%}
    {%- set names = [] -%}
    {%- for valued in valued_shops() -%}
        {%- do names.append(text_literal(valued.name)) -%}
    {%- endfor -%}
    {{ shop ~ ' in (' ~ names | join(', ') ~ ')' if names else 'false' }}
{%- endmacro %}
