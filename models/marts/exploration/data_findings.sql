{%- set findings = [
    'few_distinct_points',
    'rows_numbered',
    'rejected_rows',
    'unreadable_values',
    'mostly_missing',
    'near_constant',
    'correlated_features',
    'dropped_features',
    'heavy_tail',
    'many_outliers',
    'k_at_the_edge',
    'no_structure',
    'unfaithful_centres',
    'doubtful_segments',
    'early_signs_tell_little',
    'uneven_segments',
] -%}

with

data_findings as (

    {% for finding in findings %}
        select
            *,
            '{{ finding }}' as finding
        from {{ ref('finding_' ~ finding) }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select {{ contracted_columns() }} from data_findings
