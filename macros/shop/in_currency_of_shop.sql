{# An amount of a line in the currency that its shop reports in: as it is, unless the configuration has rates. #}
{% macro in_currency_of_shop(amount) -%}
    {%- if order_logs() | selectattr('inputs.order_lines.rates', 'defined') | list -%}
    cast({{ amount }} * {{ rate_of_currency('order_lines.') }} as decimal(18, 4))
    {%- else -%}
    {{ amount }}
    {%- endif -%}
{%- endmacro %}
