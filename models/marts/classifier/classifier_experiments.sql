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
        kept_epoch

    from results

)

select {{ contracted_columns() }} from classifier_experiments
