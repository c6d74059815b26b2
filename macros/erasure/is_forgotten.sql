{#
    Whether an id is that of a customer whom a shop or a segmentation of a customer table is to forget. Nobody, who is the
    usual case, costs nothing.
#}
{% macro is_forgotten(name, id) -%}
    {%- set unified = unified_id('cast(' ~ id ~ ' as string)') -%}
    {%- set ids, hashes = [], {} -%}
    {%- for customer in forgotten_customers() if customer.of in ['*', name] -%}
        {%- if customer.id is defined -%}
            {%- do ids.append(unified_id(text_literal(customer.id))) -%}
        {%- else -%}
            {%- do hashes.setdefault(customer.salt, []).append(text_literal(customer.hash)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set conditions = [unified ~ ' in (' ~ ids | join(', ') ~ ')'] if ids else [] -%}
    {%- for salt, known in hashes.items() -%}
        {%- do conditions.append(salted_hash(salt, unified) ~ ' in (' ~ known | join(', ') ~ ')') -%}
    {%- endfor -%}
    {{ 'coalesce(' ~ conditions | join(' or ') ~ ', false)' if conditions else 'false' }}
{%- endmacro %}
