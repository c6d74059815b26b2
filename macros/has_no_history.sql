{# A condition that holds for segmentations of which the history has nothing, which is built long after. #}
{% macro has_no_history(segmentation) -%}
    {%- set history = adapter.get_relation(target.database, generate_schema_name('ml'), 'segment_periods') if execute -%}
    {{ segmentation ~ ' not in (select segmentation from ' ~ history ~ ')' if history else 'true' }}
{%- endmacro %}
