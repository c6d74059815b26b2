{# How far the orders of a row of customer_order_sums point to one time of the year: 0 not at all, 1 all to one month. #}
{% macro season_concentration() -%}
    round(sqrt(cosines * cosines + sines * sines) / frequency, 6)
{%- endmacro %}
