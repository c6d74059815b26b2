with

results as (

    select * from {{ ref('experiment_results') }}

),

classifier_experiments as (

    select
        segmentation,
        cast(k as integer) as k,
        architecture,
        optimizer,
        cast(learning_rate as double) as learning_rate,
        cast(stage as integer) as stage,
        cast(runs as integer) as runs,
        cast(train_accuracy as double) as train_accuracy,
        cast(test_accuracy as double) as test_accuracy,
        cast(test_accuracy_sd as double) as test_accuracy_sd,
        cast(test_accuracy_min as double) as test_accuracy_min,
        cast(majority_accuracy as double) as majority_accuracy,
        cast(logistic_accuracy as double) as logistic_accuracy,
        cast(kept_epoch as double) as kept_epoch

    from results

)

select * from classifier_experiments
