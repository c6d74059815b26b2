{# A score of one of several segments; of sub-segments null where it lies within another segment than the customer. #}
{% macro score_within(score, within, place) -%}
    {{ 'case when within_segment_id = ' ~ within[place] ~ ' then ' ~ score ~ ' end' if within else score }}
{%- endmacro %}
