{# The month to which the orders of a row of customer_order_sums point, of two the later one; null where they point nowhere. #}
{% macro season_month() -%}
    case
        when {{ season_concentration() }} > 0
            then (cast(floor(round(atan2(sines, cosines) * 6 / pi(), 6) + 0.5) as integer) + 11) % 12 + 1
    end
{%- endmacro %}
