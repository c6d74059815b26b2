{# A score of one of several segments; of sub-segments null where the customer is in another segment than it lies within. #}
{% macro score_within(score, within, place) -%}
    {{ 'case when within_segment_id = ' ~ within[place] ~ ' then ' ~ score ~ ' end' if within else score }}
{%- endmacro %}
