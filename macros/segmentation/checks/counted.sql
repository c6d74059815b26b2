{# A number out of a total, as people write it: 1,234 of 5,678. #}
{% macro counted(number, total) -%}
    {{ return('{:,}'.format(number | int) ~ ' of ' ~ '{:,}'.format(total | int)) }}
{%- endmacro %}
