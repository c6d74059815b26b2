with

inputs as (

    select * from {{ ref('segmentation_inputs') }}

    where set_apart_reason is null

),

-- Customers who are equal in all features that form the segments are one point.
points_counted as (

    {% for segmentation in configured_segmentations() -%}
    select
        {{ text_literal(segmentation.name) }} as segmentation,
        coalesce(sum(customers), 0) as customers,
        count(*) as points
    from (
        select count(*) as customers
        from inputs
        where segmentation = {{ text_literal(segmentation.name) }}
        group by {{ segmentation.features | selectattr('in_clustering') | map(attribute='name') | join(', ') }}
    ) as points
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

findings as (

    select
        segmentation,
        case when points < {{ setting('few_distinct_points') }} then 'warning' else 'info' end as severity,
        {{ finding_about() }},
        points as figure,
        concat(
            {{ written_count('customers') }}, ' customers have only ', {{ written_count('points') }},
            ' different combinations of the features that form the segments: no division can be finer than these,',
            ' and so many equal customers make the groups look clearer than they are (silhouette).'
        ) as sentence

    from points_counted

    where points <= {{ setting('repeated_points_share') }} * customers

)

select * from findings
