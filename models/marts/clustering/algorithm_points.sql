with

listed as (

    select * from {{ in_use('algorithm_points') }}

),

algorithms as (

    select * from {{ in_use('algorithms') }}

),

-- Models that are kept know customers who have left since.
points as (

    select
        segmentation,
        customer_id

    from {{ ref('segment_points') }}

),

algorithm_points as (

    select
        listed.segmentation,
        listed.algorithm,
        algorithms.is_chosen,
        listed.customer_id,
        listed.cluster,
        nullif(listed.similar_segment_id, 0) as similar_segment_id

    from listed

    inner join algorithms
        on
            listed.segmentation = algorithms.segmentation
            and listed.algorithm = algorithms.algorithm

    inner join points
        on
            listed.segmentation = points.segmentation
            and listed.customer_id = points.customer_id

)

select {{ contracted_columns() }} from algorithm_points
