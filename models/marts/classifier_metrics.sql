with

quality as (

    select * from {{ ref('classifier_quality') }}

),

classifier_metrics as (

    select
        segmentation,
        model,
        split,
        cast(customers as bigint) as customers,
        cast(accuracy as double) as accuracy,
        cast(macro_f1 as double) as macro_f1,
        cast(log_loss as double) as log_loss,
        cast(calibration_error as double) as calibration_error

    from quality

)

select * from classifier_metrics
