{{ config(materialized='view') }}

with

points as (

    select * from {{ ref('distinct_points') }}

),

findings as (

    select
        segmentation,
        'few_distinct_points' as finding,
        case when points < {{ var('few_distinct_points') }} then 'warning' else 'info' end as severity,
        cast(null as string) as feature,
        cast(null as string) as other_feature,
        cast(null as string) as source,
        points as figure,
        concat(
            {{ written_count('customers') }}, ' customers are ', {{ written_count('points') }},
            ' different points in the features that form the segments: no division can be finer than these points,',
            ' and a silhouette over so many equal customers flatters it.'
        ) as sentence

    from points

    where points <= {{ var('repeated_points_share') }} * customers

)

select * from findings
