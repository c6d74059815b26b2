-- How long do customers stay in a segment, and which segments do they only pass through?
-- One row per segmentation and segment; stays that go on are counted and left out of the length.

with

history as (

    select * from {{ ref('segment_history') }}

),

stays as (

    select
        segmentation,
        segment_id,
        current_segment_name as segment_name,
        case when valid_to is null then 1 else 0 end as goes_on,
        {{ days_between('valid_from', 'valid_to') }} as days

    from history

),

lengths as (

    select
        segmentation,
        segment_id,
        segment_name,
        count(*) as stays,
        sum(goes_on) as stays_that_go_on,
        avg(days) as mean_days,
        median(days) as median_days,
        max(days) as longest_days

    from stays

    group by segmentation, segment_id, segment_name

)

select * from lengths
order by segmentation, segment_id
