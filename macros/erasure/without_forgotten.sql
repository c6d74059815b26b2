{#
    What stands after the `from` of an input, so that no row of a customer to forget comes in: `ids` are the expressions of
    its ids, `line` is that of a line that could not be divided. Where nobody is to be forgotten it is nothing.
#}
{% macro without_forgotten(name, ids, line='null') -%}
    {%- if forgotten_customers() | selectattr('of', 'in', ['*', name]) | list -%}
        {%- set conditions = [] -%}
        {%- for id in ids -%}
            {%- do conditions.append(is_forgotten(name, id)) -%}
        {%- endfor -%}
        {%- do conditions.append('coalesce(' ~ names_forgotten(name, line) ~ ', false)') if line != 'null' -%}
        where not ({{ conditions | join(' or ') }})
    {%- endif -%}
{%- endmacro %}
