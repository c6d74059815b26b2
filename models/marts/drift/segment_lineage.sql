with

events as (

    {{ unnested(ref('trained_models'), 'lineage', ['segmentation', 'version', 'as_of_date', 'reason', 'is_champion'])
        | indent(4) }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

names_had as (

    select
        segmentation,
        segment_id,
        max(segment_name) as segment_name

    from {{ ref('segment_periods') }}

    group by segmentation, segment_id

),

-- A segment that has died goes by the name it had.
segment_lineage as (

    select
        events.segmentation,
        events.version,
        events.as_of_date,
        events.segment_id,
        coalesce(labels.segment_name, names_had.segment_name) as segment_name,
        events.event,
        events.other_segment_id,
        events.customers_before,
        events.customers_after,
        events.shared,
        events.overlap,
        events.reason

    from events

    left join labels
        on
            events.segmentation = labels.segmentation
            and events.segment_id = labels.segment_id

    left join names_had
        on
            events.segmentation = names_had.segmentation
            and events.segment_id = names_had.segment_id

)

select {{ contracted_columns() }} from segment_lineage
