{#
    The number of a day as spreadsheets count them, from 1 for 1899-12-31 to that of 9999-12-31; null for any other value,
    such as 20240105.
#}
{% macro day_number(expression) -%}
    {%- set number = 'try_cast(cast(' ~ expression ~ ' as string) as double)' -%}
    case when {{ number }} between 1 and 2958466 then {{ number }} end
{%- endmacro %}
