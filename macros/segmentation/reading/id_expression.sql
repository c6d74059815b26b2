{#
    The id of a customer as text, the same where it is written differently (see unified_id), or the number of the row in
    its file. As it came where the configuration says so (`ids`); a shop's customers have theirs from its inputs.
#}
{% macro id_expression(segmentation) -%}
    {%- set text = 'cast(' ~ segmentation.id ~ ' as string)' -%}
    {%- if segmentation.id == 'file_row_number' -%}
        {{ file_row_id() }}
    {%- elif segmentation.shop or segmentation.customers.ids == 'as_written' -%}
        nullif(trim({{ text }}), '')
    {%- else -%}
        {{ unified_id(text) }}
    {%- endif -%}
{%- endmacro %}
