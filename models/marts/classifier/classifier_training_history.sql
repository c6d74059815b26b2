with

arrays as (

    select * from {{ in_use('networks') }}

    where array_name like 'history/%'

),

measures as (

    select
        segmentation,
        model,
        i as epoch,
        max(case when array_name = 'history/phase' then value end) as phase,
        max(case when array_name = 'history/learning_rate' then value end) as learning_rate,
        max(case when array_name = 'history/loss' then value end) as loss,
        max(case when array_name = 'history/accuracy' then value end) as accuracy,
        max(case when array_name = 'history/validation_loss' then value end) as validation_loss,
        max(case when array_name = 'history/validation_accuracy' then value end) as validation_accuracy,
        max(case when array_name = 'history/is_best' then value end) as is_best

    from arrays

    group by segmentation, model, i

),

classifier_training_history as (

    select
        segmentation,
        model,
        phase,
        epoch,
        learning_rate,
        loss,
        accuracy,
        validation_loss,
        validation_accuracy,
        is_best > 0 as is_best

    from measures

)

select {{ contracted_columns() }} from classifier_training_history
