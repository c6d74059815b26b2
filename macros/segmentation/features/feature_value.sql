{#
    What a feature measures, from the value that was read: a birth becomes an age in full years, a date the days from it
    to the as-of date, negative for one still to come. Neither infinity nor NaN is a measurement: both count as missing.
#}
{% macro feature_value(value, feature_type, as_of_date) -%}
    {%- if feature_type == 'birth_year' -%}
        extract(year from {{ as_of_date }}) - {{ value }}
    {%- elif feature_type == 'birth_date' -%}
        {{ full_years_between(value, as_of_date) }}
    {%- elif feature_type == 'date' -%}
        {{ days_between(value, as_of_date) }}
    {%- elif feature_type == 'flag' -%}
        {{ value }}
    {%- else -%}
        case when abs({{ value }}) < 1e300 then {{ value }} end
    {%- endif -%}
{%- endmacro %}
