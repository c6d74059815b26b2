with

cells as (

    select * from {{ in_use('classifier_trials') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

pairs as (

    select
        segmentation,
        model,
        split_set,
        segment_id,
        predicted_segment_id,
        sum(customers) as customers

    from cells

    group by segmentation, model, split_set, segment_id, predicted_segment_id

),

shared as (

    select
        *,
        customers * 1.0 / sum(customers) over (partition by segmentation, model, split_set, segment_id) as share

    from pairs

),

-- A cluster of a split that matches no segment has a negative number and no name.
classifier_confusion as (

    select
        shared.segmentation,
        shared.model,
        shared.split_set,
        shared.segment_id,
        labels.segment_name,
        shared.predicted_segment_id,
        predicted_labels.segment_name as predicted_segment_name,
        shared.customers,
        shared.share

    from shared

    left join labels
        on
            shared.segmentation = labels.segmentation
            and shared.segment_id = labels.segment_id

    left join labels as predicted_labels
        on
            shared.segmentation = predicted_labels.segmentation
            and shared.predicted_segment_id = predicted_labels.segment_id

)

select {{ contracted_columns() }} from classifier_confusion
