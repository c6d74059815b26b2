{# The same as without_forgotten() for the customer table of a segmentation. #}
{% macro without_forgotten_of_table(segmentation, relation) -%}
    {%- if execute and forgotten_customers() and not segmentation.shop and segmentation.id != 'file_row_number' -%}
        {%- set has_lines = segmentation.customers.file is defined and 'unreadable_line' in relation_columns(relation) -%}
        {{ without_forgotten(
            segmentation.name, [id_expression(segmentation)], 'unreadable_line' if has_lines else 'null'
        ) }}
    {%- endif -%}
{%- endmacro %}
