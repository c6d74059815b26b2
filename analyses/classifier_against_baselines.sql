-- Does the network predict the segments of customers it has not seen better than simpler models do?
-- One row per segmentation, network and simpler model, each pair measured on the same test customers.

with

metrics as (

    select * from {{ ref('classifier_metrics') }}

    where split like 'test%'

),

models_averaged as (

    select
        segmentation,
        model,
        count(*) as splits,
        avg(customers) as test_customers,
        avg(accuracy) as accuracy,
        avg(macro_f1) as macro_f1,
        avg(log_loss) as log_loss,
        avg(calibration_error) as calibration_error

    from metrics

    group by segmentation, model

),

networks as (

    select * from models_averaged

    where model like '%network'

),

baselines as (

    select * from models_averaged

    where model not like '%network'

),

compared as (

    select
        networks.segmentation,
        networks.model as network,
        baselines.model as baseline,
        networks.splits,
        networks.test_customers,
        networks.accuracy as network_accuracy,
        baselines.accuracy as baseline_accuracy,
        networks.accuracy - baselines.accuracy as accuracy_gained,
        networks.log_loss as network_log_loss,
        baselines.log_loss as baseline_log_loss,
        networks.calibration_error as network_calibration_error,
        baselines.calibration_error as baseline_calibration_error

    from networks

    inner join baselines on networks.segmentation = baselines.segmentation

)

select * from compared
order by segmentation, network, round(baseline_accuracy, 6) desc, baseline
