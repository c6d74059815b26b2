{#
    A mean, deviation or quantile of many fractions, rounded where the order in which threads add them up, or the way in
    which an engine interpolates, would show: to ten digits of the largest value that goes into it, or to six decimals
    where no value is large, as in a correlation.
#}
{% macro reproducible(expression, largest=none) -%}
    {%- if largest is none -%}
        round({{ expression }}, 6)
    {%- else -%}
        {%- set steps = 'power(10.0, coalesce(9 - floor(log10(nullif(' ~ largest ~ ', 0))), 0))' -%}
        round(({{ expression }}) * {{ steps }}) / {{ steps }}
    {%- endif -%}
{%- endmacro %}
