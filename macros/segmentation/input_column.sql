{# One column of segmentation_inputs for one segmentation: typed, and null where it lacks the feature. #}
{% macro input_column(segmentation, column) %}
    {% set feature = segmentation.features | selectattr('name', 'equalto', column.name) | first %}
    {% set type = 'double' if column.kind == 'number' else 'string' %}
    {% if not feature %}
        {{ return('cast(null as ' ~ type ~ ')') }}
    {% elif column.kind == 'number' %}
        {# Neither infinity nor NaN is a measurement: both are outside any bounds. #}
        {% set number = 'try_cast(' ~ feature.column ~ ' as double)' %}
        {{ return('case when abs(' ~ number ~ ') < 1e300 then ' ~ number ~ ' end') }}
    {% else %}
        {{ return("coalesce(nullif(trim(cast(" ~ feature.column ~ " as string)), ''), '(missing)')") }}
    {% endif %}
{% endmacro %}
