{#- Of sub-segments nothing is told that is told of the same customers before. -#}
{%- set of_customers = [
    'input_set_aside',
    'few_distinct_points',
    'rows_numbered',
    'coded_labels',
    'rejected_rows',
    'nobody_in_particular',
    'alone_in_time',
    'orders_not_at_random',
    'unreadable_values',
    'mostly_missing',
    'near_constant',
    'correlated_features',
    'dropped_features',
    'heavy_tail',
    'many_outliers',
    'no_structure',
    'uneven_segments',
] -%}
{%- set of_segments = [
    'k_at_the_edge',
    'few_natural_groups',
    'merged_clusters',
    'unfaithful_centres',
    'doubtful_segments',
    'early_signs_tell_little',
] -%}

with

sub_segmentations as (

    select * from {{ ref('segmentation_settings') }}

    where within is not null

),

data_findings as (

    {% for finding in of_customers + of_segments %}
        select
            *,
            '{{ finding }}' as finding
        from {{ ref('finding_' ~ finding) }}
        {% if finding in of_customers %}
            where segmentation not in (select sub_segmentations.segmentation from sub_segmentations)
        {% endif %}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select {{ contracted_columns() }} from data_findings
