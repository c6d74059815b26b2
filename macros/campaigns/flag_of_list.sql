{# A true-or-false expression of a list as 1 or 0, whether it is a condition or a text such as `yes`. #}
{% macro flag_of_list(expression) -%}
    {{ read_flag('cast((' ~ expression ~ ') as string)') }}
{%- endmacro %}
