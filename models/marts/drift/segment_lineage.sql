with

events as (

    {{ unnested(ref('trained_models'), 'lineage', ['segmentation', 'version', 'as_of_date', 'reason', 'took_over'])
        | indent(4) }}

),

names as (

    select * from {{ ref('segment_names') }}

),

-- By the name of that day, or of a segment that died on it by the one it had.
segment_lineage as (

    select
        events.segmentation,
        events.version,
        events.as_of_date,
        events.segment_id,
        names.segment_name,
        events.event,
        events.other_segment_id,
        events.customers_before,
        events.customers_after,
        events.shared,
        events.overlap,
        events.reason

    from events

    left join names
        on
            events.segmentation = names.segmentation
            and events.segment_id = names.segment_id
            and events.as_of_date >= names.valid_from
            and coalesce(events.as_of_date < names.valid_to, true)

    where events.took_over

)

select {{ contracted_columns() }} from segment_lineage
