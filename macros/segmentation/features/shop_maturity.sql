{# How far a customer of a shop has shown where they belong, by the days up to the as-of date. #}
{% macro shop_maturity(segmentation, as_of_date) -%}
    case
        when {{ days_between('first_order_on', as_of_date) }} >= {{ segmentation.mature_after_days }} then 'mature'
        when first_order_on is not null then 'young'
        when {{ days_between('signed_up_on', as_of_date) }} <= {{ segmentation.mature_after_days }} then 'newcomer'
        else 'silent'
    end
{%- endmacro %}
