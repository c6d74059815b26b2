{#
    What a customer table gives for a number, date or flag, before it is read: a number where the column is one, a date
    where it is one, else text. `type` is the type of the column, or nothing where it is not known.
#}
{% macro given_value(expression, feature_type, type) -%}
    {%- if has_native_type(feature_type, type) -%}
        cast({{ expression }} as {{ 'date' if feature_type in ['date', 'birth_date'] else 'double' }})
    {%- else -%}
        {{ given_text(expression) }}
    {%- endif -%}
{%- endmacro %}
