-- Can the segment of a new customer be predicted from what is known early, and how surely?
-- One row per segmentation, stage, model and threshold, all measured on customers the models had not seen.

with

quality as (

    select * from {{ ref('cold_start_quality') }}

),

coverage as (

    select * from {{ ref('cold_start_coverage') }}

),

splits_averaged as (

    select
        segmentation,
        moment,
        model,
        avg(customers) as test_customers,
        avg(macro_f1) as macro_f1,
        avg(log_loss) as log_loss,
        avg(calibration_error) as calibration_error

    from quality

    group by segmentation, moment, model

),

told as (

    select
        coverage.segmentation,
        coverage.moment,
        coverage.model,
        coverage.threshold,
        coverage.splits,
        splits_averaged.test_customers,
        coverage.coverage,
        coverage.accuracy,
        coverage.majority_accuracy,
        coverage.accuracy - coverage.majority_accuracy as accuracy_gained,
        splits_averaged.macro_f1 as macro_f1_of_all,
        splits_averaged.log_loss as log_loss_of_all,
        splits_averaged.calibration_error as calibration_error_of_all

    from coverage

    inner join splits_averaged
        on
            coverage.segmentation = splits_averaged.segmentation
            and coverage.moment = splits_averaged.moment
            and coverage.model = splits_averaged.model

)

select * from told
order by segmentation, moment, model desc, threshold
