{# Where a rejected row is found again; of those that are kept nothing reads it. #}
{% macro rejected_row() -%}
case when reject_reason is not null then row_position end as row_position
{%- endmacro %}
