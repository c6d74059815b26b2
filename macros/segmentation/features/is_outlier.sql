{# True for a customer beyond a fence (see outlier_fences) in any number that forms the segments. #}
{% macro is_outlier(segmentation) -%}
    {%- set tests = ['false'] -%}
    {%- for feature in segmentation.features | selectattr('in_clustering') | selectattr('kind', 'equalto', 'number') -%}
        {%- set shaped = shaped_value('customers.' ~ feature.name, feature.transform) -%}
        {%- do tests.append(shaped ~ ' < fences.lower_' ~ feature.name) -%}
        {%- do tests.append(shaped ~ ' > fences.upper_' ~ feature.name) -%}
    {%- endfor -%}
    coalesce({{ tests | join(' or ') }}, false)
{%- endmacro %}
