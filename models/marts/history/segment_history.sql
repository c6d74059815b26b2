with

periods as (

    select * from {{ ref('segment_periods') }}

),

names as (

    select * from {{ ref('segment_names') }}

    where valid_to is null

),

segment_history as (

    select
        periods.segmentation,
        periods.customer_id,
        periods.segment_id,
        periods.segment_name,
        names.segment_name as current_segment_name,
        periods.valid_from,
        periods.valid_to,
        periods.cause,
        periods.model_version,
        periods.is_backfilled,
        periods.merged_into

    from periods

    left join names
        on
            periods.segmentation = names.segmentation
            and periods.segment_id = names.segment_id

)

select {{ contracted_columns() }} from segment_history
