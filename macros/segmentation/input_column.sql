{# One column of segmentation_inputs for one segmentation: typed, and null where the segmentation lacks the feature. #}
{% macro input_column(segmentation, column) -%}
    {%- set feature = segmentation.features | selectattr('name', 'equalto', column.name) | first -%}
    {%- if column.kind == 'number' -%}
        {%- if feature -%} try_cast({{ feature.column }} as double) {%- else -%} cast(null as double) {%- endif -%}
    {%- elif feature -%}
        coalesce(nullif(trim(cast({{ feature.column }} as {{ dbt.type_string() }})), ''), '(missing)')
    {%- else -%}
        cast(null as {{ dbt.type_string() }})
    {%- endif -%}
{%- endmacro %}
