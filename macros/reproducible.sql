{#
    A mean, deviation or quantile of many fractions, rounded where the order in which threads add them up, or the way in
    which an engine interpolates, would show: to ten digits of the largest value that goes into it, or to six decimals
    where no value is large, as in a correlation. Three digits more are rounded before, so that the two sides of what lies
    halfway between two results become one.
#}
{% macro reproducible(expression, largest=none) -%}
    {%- set steps = '1e6' -%}
    {%- if largest is not none -%}
        {%- set steps = 'power(10.0, coalesce(9 - floor(log10(nullif(' ~ largest ~ ', 0))), 0))' -%}
    {%- endif -%}
    round(round(({{ expression }}) * {{ steps }} * 1e3) / 1e3) / {{ steps }}
{%- endmacro %}
