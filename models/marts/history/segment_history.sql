with

periods as (

    select * from {{ ref('segment_periods') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

-- A segment goes by its name of today; one that is no more by that which it had.
segment_history as (

    select
        periods.segmentation,
        periods.customer_id,
        periods.segment_id,
        coalesce(labels.segment_name, periods.segment_name) as segment_name,
        periods.valid_from,
        periods.valid_to,
        periods.cause,
        periods.model_version,
        periods.is_backfilled

    from periods

    left join labels
        on
            periods.segmentation = labels.segmentation
            and periods.segment_id = labels.segment_id

)

select {{ contracted_columns() }} from segment_history
