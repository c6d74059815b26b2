{#
    True for a text such as 8.188.888.889, which was 81.88888889 before a program took its decimal mark for one between
    thousands. Where the number ended is lost, so that it can only be left out.
#}
{% macro damaged_number(expression, place) -%}
    {%- set mark = ',' if (place or {}).decimal == ',' else '[.]' -%}
    regexp_extract({{ expression }}, '^-?[0-9]{1,3}({{ mark }}[0-9]{3}){2,}$', 0) != ''
{%- endmacro %}
