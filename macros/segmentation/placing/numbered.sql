{# What is counted from 1 in a column, by the numbers of the segments, in which those that have died leave gaps. #}
{% macro numbered(column, ids) -%}
    {%- if ids is none or ids == range(1, ids | length + 1) | list -%}
        {{ column }}
    {%- else -%}
        case {{ column }}{% for id in ids %} when {{ loop.index }} then {{ id }}{% endfor %} end
    {%- endif -%}
{%- endmacro %}
