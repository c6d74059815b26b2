with

quality as (

    select * from {{ in_use('algorithm_quality') }}

),

listed as (

    {{ row_for_each(
        'quality',
        keys=['segmentation', 'algorithm', 'is_chosen'],
        lists=['customer_id', 'cluster', 'similar_segment_id']
    ) }}

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
        listed.is_chosen,
        listed.customer_id,
        cast(listed.cluster as integer) as cluster,
        cast(nullif(listed.similar_segment_id, 0) as integer) as similar_segment_id

    from listed

    inner join points
        on
            listed.segmentation = points.segmentation
            and listed.customer_id = points.customer_id

)

select * from algorithm_points
