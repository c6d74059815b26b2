with

events as (

    select * from {{ ref('lineage_events') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

-- A segment that has died has no name any more.
segment_lineage as (

    select
        events.segmentation,
        cast(events.version as integer) as version,
        events.as_of_date,
        cast(events.segment_id as integer) as segment_id,
        labels.segment_name,
        events.event,
        cast(events.other_segment_id as integer) as other_segment_id,
        cast(events.customers_before as bigint) as customers_before,
        cast(events.customers_after as bigint) as customers_after,
        cast(events.shared as bigint) as shared,
        cast(events.overlap as double) as overlap,
        events.reason

    from events

    left join labels
        on
            events.segmentation = labels.segmentation
            and events.segment_id = labels.segment_id

)

select * from segment_lineage
