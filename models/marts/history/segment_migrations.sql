with

history as (

    select * from {{ ref('segment_history') }}

),

periods as (

    select * from {{ ref('migration_periods') }}

),

at_starts as (

    select
        periods.segmentation,
        periods.place,
        history.customer_id,
        history.segment_id

    from periods

    inner join history
        on
            periods.segmentation = history.segmentation
            and periods.period_start >= history.valid_from
            and periods.period_start < coalesce(history.valid_to, date '9999-12-31')

),

at_ends as (

    select
        periods.segmentation,
        periods.place,
        history.customer_id,
        history.segment_id

    from periods

    inner join history
        on
            periods.segmentation = history.segmentation
            and periods.period_end >= history.valid_from
            and periods.period_end < coalesce(history.valid_to, date '9999-12-31')

),

-- Who moved more than once in a period may have done so for several causes.
causes as (

    select
        periods.segmentation,
        periods.place,
        history.customer_id,
        case when min(history.cause) = max(history.cause) then min(history.cause) else 'both' end as cause

    from periods

    inner join history
        on
            periods.segmentation = history.segmentation
            and periods.period_start < history.valid_from
            and periods.period_end >= history.valid_from

    where history.cause in ('customer', 'model', 'both')

    group by periods.segmentation, periods.place, history.customer_id

),

pairs as (

    select
        coalesce(at_starts.segmentation, at_ends.segmentation) as segmentation,
        coalesce(at_starts.place, at_ends.place) as place,
        coalesce(at_starts.customer_id, at_ends.customer_id) as customer_id,
        at_starts.segment_id as from_segment_id,
        at_ends.segment_id as to_segment_id

    from at_starts

    full outer join at_ends
        on
            at_starts.segmentation = at_ends.segmentation
            and at_starts.place = at_ends.place
            and at_starts.customer_id = at_ends.customer_id

),

caused as (

    select
        pairs.*,
        case when pairs.from_segment_id <> pairs.to_segment_id then coalesce(causes.cause, 'customer') end as cause

    from pairs

    left join causes
        on
            pairs.segmentation = causes.segmentation
            and pairs.place = causes.place
            and pairs.customer_id = causes.customer_id

),

counted as (

    select
        segmentation,
        place,
        from_segment_id,
        to_segment_id,
        count(*) as customers,
        sum(case when cause = 'customer' then 1 else 0 end) as customer_changed,
        sum(case when cause = 'model' then 1 else 0 end) as model_changed,
        sum(case when cause = 'both' then 1 else 0 end) as both_changed

    from caused

    group by segmentation, place, from_segment_id, to_segment_id

),

names as (

    select
        segmentation,
        segment_id,
        max(segment_name) as segment_name

    from history

    group by segmentation, segment_id

),

segment_migrations as (

    select
        counted.segmentation,
        periods.period_start,
        periods.period_end,
        cast(counted.from_segment_id as integer) as from_segment_id,
        left_segments.segment_name as from_segment_name,
        cast(counted.to_segment_id as integer) as to_segment_id,
        entered_segments.segment_name as to_segment_name,
        cast(counted.customers as bigint) as customers,
        cast(counted.customer_changed as bigint) as customer_changed,
        cast(counted.model_changed as bigint) as model_changed,
        cast(counted.both_changed as bigint) as both_changed

    from counted

    inner join periods
        on
            counted.segmentation = periods.segmentation
            and counted.place = periods.place

    left join names as left_segments
        on
            counted.segmentation = left_segments.segmentation
            and counted.from_segment_id = left_segments.segment_id

    left join names as entered_segments
        on
            counted.segmentation = entered_segments.segmentation
            and counted.to_segment_id = entered_segments.segment_id

)

select * from segment_migrations
