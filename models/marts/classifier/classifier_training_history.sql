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
        cast(phase as integer) as phase,
        cast(epoch as integer) as epoch,
        cast(learning_rate as double) as learning_rate,
        cast(loss as double) as loss,
        cast(accuracy as double) as accuracy,
        cast(validation_loss as double) as validation_loss,
        cast(validation_accuracy as double) as validation_accuracy,
        is_best > 0 as is_best

    from measures

)

select * from classifier_training_history
