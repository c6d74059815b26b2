{# The column in which the reader of text files keeps a line it could not divide, where there is one. #}
{% macro unreadable_line(segmentation, relation) -%}
    {%- if asks_database() and segmentation.customers.file is defined
        and 'unreadable_line' in relation_columns(relation) -%}
        unreadable_line
    {%- else -%}
        cast(null as string)
    {%- endif -%}
{%- endmacro %}
