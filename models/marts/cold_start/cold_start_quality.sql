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
        customers,
        accuracy,
        macro_f1,
        log_loss,
        calibration_error

    from trials

)

select {{ contracted_columns() }} from cold_start_quality
