with

results as (

    select * from {{ ref('experiment_results') }}

),

classifier_experiments as (

    select
        segmentation,
        k,
        architecture,
        optimizer,
        learning_rate,
        stage,
        runs,
        train_accuracy,
        test_accuracy,
        test_accuracy_sd,
        test_accuracy_min,
        majority_accuracy,
        logistic_accuracy,
        kept_epoch,
        {{ student_t('nullif(runs - 1, 0)') }}
        * test_accuracy_sd
        * sqrt(runs / nullif(runs - 1.0, 0))
        * sqrt(1.0 / runs + 0.25) as test_accuracy_error

    from results

)

select {{ contracted_columns() }} from classifier_experiments
