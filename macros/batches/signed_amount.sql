{#
    What an order line of staging is worth, below 0 where it takes money back. Either amount is cast on its own, since the
    choice of the two would be one of very long numbers.
#}
{% macro signed_amount(prefix='') -%}
    case when {{ prefix }}line_kind in ('return', 'discount') then -1 else 1 end
    * abs(coalesce(
        cast({{ prefix }}amount as decimal(20, 4)), cast({{ prefix }}quantity * {{ prefix }}unit_price as decimal(20, 4))
    ))
{%- endmacro %}
