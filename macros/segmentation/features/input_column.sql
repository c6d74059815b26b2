{# One feature of a customer as a number or a level, from the values read; null where the segmentation lacks it. #}
{% macro input_column(segmentation, column, as_of_date) -%}
    {%- set feature = segmentation.features | selectattr('name', 'equalto', column.name) | first -%}
    {%- set type = 'double' if column.kind == 'number' else 'string' -%}
    {%- if not feature -%}
        cast(null as {{ type }})
    {%- elif column.kind == 'number' -%}
        cast({{ feature_value('value_read.' ~ feature.name, feature.type, as_of_date) }} as double)
    {%- else -%}
        {{ feature.name }}
    {%- endif -%}
{%- endmacro %}
