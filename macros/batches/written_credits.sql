{# What is to be said of a relation's rejected `credits` and their `credited_amount`; null where there are none. #}
{% macro written_credits(relation) -%}
    case
        when {{ relation }}.credits > 0 then concat(
            {{ written_count(relation ~ '.credits') }}, ' lines with quantities or amounts below 0, worth ',
            printf('%,.2f', cast({{ relation }}.credited_amount as double)),
            ', do not count: nothing marks their orders as returns. Where they are returns, set `cancelled_order_prefix: null`.'
        )
    end
{%- endmacro %}
