-- One number of segments is chosen, and it is the number that `segments` shows, unless bands took their place.
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
        basis,
        count(*) as segments

    from segments

    group by segmentation, basis

),

compared as (

    select chosen.*

    from chosen

    left join shown on chosen.segmentation = shown.segmentation

    where
        chosen.choices <> 1
        or shown.segments is null
        or (shown.basis = 'clusters' and shown.segments <> chosen.k)

)

select * from compared
