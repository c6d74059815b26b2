{# Whether a spreadsheet has shortened an id to a number such as 1.23456E+11, of which the other digits are lost. #}
{% macro is_damaged_id(expression) -%}
    ({{ expression }} ilike '%_E+__' and try_cast({{ expression }} as double) is not null)
{%- endmacro %}
