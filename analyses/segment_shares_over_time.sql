-- How has the share of each segment changed over time?
-- One row per segmentation, as-of day and segment; months before the first build are there where they were filled in.

with

history as (

    select * from {{ ref('segment_history') }}

),

days as (

    select distinct
        segmentation,
        valid_from as as_of_day

    from history

),

members as (

    select
        days.segmentation,
        days.as_of_day,
        history.segment_id,
        history.current_segment_name as segment_name,
        count(*) as customers

    from days

    inner join history
        on
            days.segmentation = history.segmentation
            and days.as_of_day >= history.valid_from
            and (history.valid_to is null or days.as_of_day < history.valid_to)

    group by days.segmentation, days.as_of_day, history.segment_id, history.current_segment_name

),

shares as (

    select
        segmentation,
        as_of_day,
        segment_id,
        segment_name,
        customers,
        customers * 1.0 / sum(customers) over (partition by segmentation, as_of_day) as share,
        customers - lag(customers) over (
            partition by segmentation, segment_id
            order by as_of_day
        ) as customers_gained

    from members

)

select * from shares
order by segmentation, as_of_day desc, segment_id
