{# A condition that holds for these shops. #}
{% macro is_of_affinity(shop) -%}
    {%- set names = [] -%}
    {%- for name in affinity_shops() -%}
        {%- do names.append(text_literal(name)) -%}
    {%- endfor -%}
    {{ shop ~ ' in (' ~ names | join(', ') ~ ')' if names else 'false' }}
{%- endmacro %}
