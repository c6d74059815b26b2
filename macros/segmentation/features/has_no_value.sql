{# True for a customer of whom no feature that forms the segments is known. #}
{% macro has_no_value(segmentation) -%}
    {%- set tests = [] -%}
    {%- for feature in segmentation.features | selectattr('in_clustering') -%}
        {%- if feature.kind == 'number' -%}
            {%- do tests.append(feature.name ~ ' is null') -%}
        {%- else -%}
            {%- do tests.append(feature.name ~ " = '(missing)'") -%}
        {%- endif -%}
    {%- endfor -%}
    {{ tests | join(' and ') }}
{%- endmacro %}
