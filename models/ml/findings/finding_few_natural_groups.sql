with

champions as (

    select * from {{ ref('champions') }}

),

groups_counted as (

    select
        segmentation,
        count(*) as natural_groups

    from {{ in_use('segment_quality') }}

    group by segmentation

),

-- Two or three groups are true, and little to act on.
findings as (

    select
        champions.segmentation,
        'info' as severity,
        {{ finding_about() }},
        groups_counted.natural_groups as figure,
        concat(
            'The customers form ', groups_counted.natural_groups, ' natural groups, which is little to act on: with',
            ' `sub_segments: true` each of them is divided further.'
        ) as sentence

    from champions

    inner join groups_counted on champions.segmentation = groups_counted.segmentation

    where
        champions.segmentation_kind = 'natural'
        and groups_counted.natural_groups < champions.k_useful_min
        and not champions.sub_segments

)

select * from findings
