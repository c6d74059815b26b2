{# The id of a customer as text, exactly, or the number of the row in its file. #}
{% macro id_expression(segmentation) -%}
    {%- if segmentation.id == 'file_row_number' -%}
        {{ file_row_id() }}
    {%- else -%}
        nullif(trim(cast({{ segmentation.id }} as string)), '')
    {%- endif -%}
{%- endmacro %}
