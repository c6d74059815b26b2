with

scores as (

    select * from {{ ref('cold_start_scores') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

cold_start_predictions as (

    select
        scores.segmentation,
        scores.customer_id,
        scores.moment,
        scores.segment_id,
        likeliest.segment_name,
        scores.probability,
        scores.second_segment_id,
        second_likeliest.segment_name as second_segment_name,
        scores.second_probability,
        scores.abstains

    from scores

    inner join labels as likeliest
        on
            scores.segmentation = likeliest.segmentation
            and scores.segment_id = likeliest.segment_id

    inner join labels as second_likeliest
        on
            scores.segmentation = second_likeliest.segmentation
            and scores.second_segment_id = second_likeliest.segment_id

)

select {{ contracted_columns() }} from cold_start_predictions
