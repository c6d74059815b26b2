{# A given value (see given_value) as the number, date or flag it is; null where it cannot be read. #}
{% macro read_value(expression, feature_type, type, place) -%}
    {%- if has_native_type(feature_type, type) -%}
        {{ expression }}
    {%- elif feature_type in ['date', 'birth_date'] -%}
        {{ read_date(expression, place) }}
    {%- elif feature_type == 'flag' -%}
        {{ read_flag(expression) }}
    {%- else -%}
        {{ read_number(expression, place) }}
    {%- endif -%}
{%- endmacro %}
