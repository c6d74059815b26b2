{# True for a customer with an age below 0 or above the oldest plausible one. #}
{% macro has_impossible_age(segmentation, as_of_date) -%}
    {%- set tests = [] -%}
    {%- for feature in segmentation.features if feature.type in ['age', 'birth_year', 'birth_date'] -%}
        {%- set age = feature_value('value_read.' ~ feature.name, feature.type, as_of_date) -%}
        {%- do tests.append(
            'coalesce(' ~ age ~ ' not between 0 and ' ~ setting('oldest_plausible_age') ~ ', false)'
        ) -%}
    {%- endfor -%}
    {{ tests | join(' or ') or 'false' }}
{%- endmacro %}
