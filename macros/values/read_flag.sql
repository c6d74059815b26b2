{# A text that says true or false, in the usual ways, as 1 or 0; null where it says neither. #}
{% macro read_flag(expression) -%}
    case
        when lower({{ expression }}) in ('true', 't', 'yes', 'y', '1', '1.0') then 1.0
        when lower({{ expression }}) in ('false', 'f', 'no', 'n', '0', '0.0') then 0.0
    end
{%- endmacro %}
