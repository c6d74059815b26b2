with

settings as (

    select * from {{ ref('segmentation_settings') }}

),

choice as (

    select * from {{ in_use('k_candidates') }}

),

ranges as (

    select
        segmentation,
        min(k) as smallest_k,
        max(k) as largest_k,
        max(case when chosen then k end) as chosen_k

    from choice

    group by segmentation

),

-- Where k was given, no range was searched; and no number of segments is smaller than two.
findings as (

    select
        ranges.segmentation,
        'warning' as severity,
        {{ finding_about() }},
        ranges.chosen_k as figure,
        case
            when ranges.chosen_k = ranges.largest_k
                then concat(
                    'The chosen number of segments, ', ranges.chosen_k,
                    ', is the largest that was tried: raise k_max to see whether more would be better.'
                )
            else concat(
                'The chosen number of segments, ', ranges.chosen_k,
                ', is the smallest that was tried: lower k_min to see whether fewer would be better.'
            )
        end as sentence

    from ranges

    inner join settings on ranges.segmentation = settings.segmentation

    where
        settings.k is null
        and settings.within is null
        and ranges.smallest_k < ranges.largest_k
        and (
            ranges.chosen_k = ranges.largest_k
            or (ranges.chosen_k = ranges.smallest_k and ranges.smallest_k > 2)
        )

)

select * from findings
