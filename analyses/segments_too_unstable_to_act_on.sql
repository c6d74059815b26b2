-- Which segments should nobody act on, because they may not be there next time, and why?
-- One row per segmentation and segment that fails a test; no row is good news.
-- Excluded customers form no cluster and are not tested.

with

segments as (

    select * from {{ ref('segments') }}

    where segment_id > 0

),

judged as (

    select
        segmentation,
        segment_id,
        segment_name,
        customers,
        stability,
        silhouette,
        case
            when segmentation_kind = 'constructive' then 'they divide one crowd, other borders would do as well'
            when stability is null then 'the stability could not be measured'
            when stability < {{ setting('stable_from') }}
                then 'the segment often dissolves when customers are drawn again'
            when silhouette < 0.25 then 'the segment is hardly apart from its neighbours'
        end as finding

    from segments

),

unstable as (

    select * from judged

    where finding is not null

)

select * from unstable
order by segmentation, segment_id
