{# What one unit of a line's currency is worth in that of its shop; null where the configuration has rates, and none of it. #}
{% macro rate_of_currency(prefix='') -%}
    {%- set rated = order_logs() | selectattr('inputs.order_lines.rates', 'defined') | list -%}
    {%- if rated -%}
    case {{ prefix }}shop
        {%- for shop in rated %}
        when '{{ shop.name }}' then
            case upper({{ prefix }}currency)
                {%- for currency, rate in shop.inputs.order_lines.rates.items() %}
                when {{ text_literal(currency | string | upper) }} then {{ rate }}
                {%- endfor %}
            end
        {%- endfor %}
        else 1
    end
    {%- else -%}
    1
    {%- endif -%}
{%- endmacro %}
