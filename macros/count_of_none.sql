{# What a customer without rows in an input counts as: 0, or unknown (null) where the input is left out. #}
{% macro count_of_none(input_name) -%}
    {{ '0' if var('inputs', {}).get(input_name) else 'cast(null as bigint)' }}
{%- endmacro %}
