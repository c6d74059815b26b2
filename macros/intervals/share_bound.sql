{# Lower (side '-') or upper ('+') end of the 95% interval of a share of a count (Wilson 1927). #}
{% macro share_bound(share, count, side) -%}
    {%- set square = '3.8416e0 / ' ~ count -%}
    round(
        (
            {{ share }} + {{ square }} / 2
            {{ side }} 1.96 * sqrt({{ share }} * (1 - {{ share }}) / {{ count }} + {{ square }} / {{ count }} / 4)
        ) / (1 + {{ square }}),
        6
    )
{%- endmacro %}
