-- Figures of each model over its test splits, the most accurate model first.
select
    tests.model,
    count(*) as splits,
    avg(tests.accuracy) as accuracy,
    min(tests.accuracy) as lowest,
    max(tests.accuracy) as highest,
    stddev_samp(tests.accuracy) as deviation,
    array_agg(tests.accuracy order by tests.split) as accuracies,
    avg(trainings.accuracy) as training_accuracy,
    avg(tests.macro_f1) as macro_f1,
    avg(tests.log_loss) as log_loss,
    avg(tests.calibration_error) as calibration_error,
    sum(tests.customers) as customers
from marts.classifier_metrics as tests
left join marts.classifier_metrics as trainings
    on
        tests.segmentation = trainings.segmentation
        and tests.model = trainings.model
        and replace(tests.split, 'test', 'train') = trainings.split
where tests.segmentation = $segmentation and starts_with(tests.split, 'test')
group by tests.model
order by accuracy desc, tests.model
