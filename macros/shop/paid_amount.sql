{# What a line adds to what is paid: a discount takes its amount off. #}
{% macro paid_amount(line='') -%}
    case when {{ line }}line_kind = 'discount' then -{{ line }}amount else {{ line }}amount end
{%- endmacro %}
