{# What a customer without rows in an input counts as: 0, or unknown (null) where the shop has no such input. #}
{% macro count_of_none(input, shop) -%}
    {%- set names = (shops_with(input) if execute else []) | map(attribute='name') | list -%}
    {%- if names -%}
        case when {{ shop }} in ('{{ names | join("', '") }}') then 0 end
    {%- else -%}
        cast(null as bigint)
    {%- endif -%}
{%- endmacro %}
