{# Distance of a scaled customer from a centre, a list of coordinates. #}
{% macro distance_from(centre) -%}
    {%- set squares = [] -%}
    {%- for coordinate in centre -%}
        {%- do squares.append('power(x' ~ loop.index ~ ' - ' ~ double_literal(coordinate) ~ ', 2)') -%}
    {%- endfor -%}
    sqrt({{ sum_of(squares) }})
{%- endmacro %}
