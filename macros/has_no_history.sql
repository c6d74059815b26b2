{# A condition that holds for segmentations of which nothing is told in the history, which is built long after. #}
{% macro has_no_history(segmentation) -%}
    {%- set history = adapter.get_relation(target.database, 'ml', 'segment_periods') if execute -%}
    {{ segmentation ~ ' not in (select segmentation from ' ~ history ~ ')' if history else 'true' }}
{%- endmacro %}
