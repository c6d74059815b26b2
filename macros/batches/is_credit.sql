{# A condition on judged order lines that are rejected though they take money back: nothing marks them as returns. #}
{% macro is_credit() -%}
    coalesce(
        reject_reason in ('non-positive price', 'non-positive quantity') and (quantity < 0 or amount < 0 or unit_price < 0),
        false
    )
{%- endmacro %}
