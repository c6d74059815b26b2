-- One number of segments is chosen, and it is the number that `segments` shows, unless it is a single group.
with

k_selection as (

    select * from {{ ref('k_selection') }}

),

segments as (

    select * from {{ ref('segments') }}

    where segment_id > 0

),

chosen as (

    select
        segmentation,
        sum(case when chosen then 1 else 0 end) as choices,
        max(case when chosen then k end) as k

    from k_selection

    group by segmentation

),

shown as (

    select
        segmentation,
        count(*) as segments

    from segments

    group by segmentation

),

compared as (

    select chosen.*

    from chosen

    left join shown on chosen.segmentation = shown.segmentation

    where
        chosen.choices <> 1
        or shown.segments is null
        or (chosen.k > 1 and shown.segments <> chosen.k)

)

select * from compared
