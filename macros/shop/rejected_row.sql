{# The id of a rejected row and the row as it came. Of kept rows nothing reads them, so they are not even made. #}
{% macro rejected_row() -%}
    {%- set text = 'coalesce(unreadable_line, ' ~ raw_row_text('raw_row') ~ ')' -%}
case when reject_reason is not null then md5({{ text }}) || '-' || cast(copy_number as string) end as row_id,
        case when reject_reason is not null then {{ text }} end as raw_row
{%- endmacro %}
