with

cells as (

    select * from {{ in_use('classifier_trials') }}

),

bins as (

    select
        segmentation,
        model,
        split_set,
        confidence_bin,
        sum(customers) as customers,
        sum(confidence) as confidence,
        sum(case when segment_id = predicted_segment_id then customers else 0 end) as hits

    from cells

    group by segmentation, model, split_set, confidence_bin

),

classifier_calibration as (

    select
        segmentation,
        model,
        split_set,
        confidence_bin as bin,
        customers,
        {{ reproducible('confidence / customers', '1') }} as confidence,
        hits * 1.0 / customers as accuracy

    from bins

)

select {{ contracted_columns() }} from classifier_calibration
