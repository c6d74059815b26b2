{# Why a customer cannot be placed, outliers aside: whom the configuration leaves out, and of whom nothing is known. #}
{% macro set_apart_reason(segmentation) -%}
    case
        when not is_eligible then {{ text_literal(segmentation.set_apart.reason) }}
        when {{ has_no_value(segmentation) }} then 'no value for any feature'
    end
{%- endmacro %}
