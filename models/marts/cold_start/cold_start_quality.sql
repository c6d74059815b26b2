with

trials as (

    select * from {{ in_use('cold_start_trials') }}

    where threshold = 0

),

cold_start_quality as (

    select
        segmentation,
        moment,
        model,
        split,
        cast(customers as bigint) as customers,
        cast(accuracy as double) as accuracy,
        cast(macro_f1 as double) as macro_f1,
        cast(log_loss as double) as log_loss,
        cast(calibration_error as double) as calibration_error

    from trials

)

select * from cold_start_quality
