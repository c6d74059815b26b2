with

cells as (

    select * from {{ in_use('classifier_trials') }}

),

splits as (

    select
        segmentation,
        model,
        split,
        sum(customers) as customers,
        sum(case when segment_id = predicted_segment_id then customers else 0 end) as hits,
        sum(log_loss) as log_loss

    from cells

    group by segmentation, model, split

),

-- What is told of a segment and what is true of it, in one column: F1 needs both.
roles as (

    select
        segmentation,
        model,
        split,
        segment_id,
        customers,
        case when segment_id = predicted_segment_id then customers else 0 end as hits

    from cells

    union all

    select
        segmentation,
        model,
        split,
        predicted_segment_id as segment_id,
        customers,
        0 as hits

    from cells

),

segments as (

    select
        segmentation,
        model,
        split,
        segment_id,
        2.0 * sum(hits) / sum(customers) as f1

    from roles

    group by segmentation, model, split, segment_id

),

f1_averaged as (

    select
        segmentation,
        model,
        split,
        avg(f1) as macro_f1

    from segments

    group by segmentation, model, split

),

bins as (

    select
        segmentation,
        model,
        split,
        confidence_bin,
        abs(sum(confidence) - sum(case when segment_id = predicted_segment_id then customers else 0 end)) as gap

    from cells

    group by segmentation, model, split, confidence_bin

),

gaps as (

    select
        segmentation,
        model,
        split,
        sum(gap) as gap

    from bins

    group by segmentation, model, split

),

classifier_metrics as (

    select
        splits.segmentation,
        splits.model,
        splits.split,
        splits.customers,
        splits.hits * 1.0 / splits.customers as accuracy,
        {{ reproducible('f1_averaged.macro_f1', '1') }} as macro_f1,
        {{ reproducible('splits.log_loss / splits.customers', '35') }} as log_loss,
        {{ reproducible('gaps.gap / splits.customers', '1') }} as calibration_error

    from splits

    inner join f1_averaged
        on
            splits.segmentation = f1_averaged.segmentation
            and splits.model = f1_averaged.model
            and splits.split = f1_averaged.split

    inner join gaps
        on
            splits.segmentation = gaps.segmentation
            and splits.model = gaps.model
            and splits.split = gaps.split

)

select {{ contracted_columns() }} from classifier_metrics
