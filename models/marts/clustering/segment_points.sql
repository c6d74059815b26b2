with

points as (

    select * from {{ ref('projected_customers') }}

),

members as (

    select * from {{ ref('segment_members') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

segment_points as (

    select
        points.segmentation,
        points.customer_id,
        cast(members.segment_id as integer) as segment_id,
        labels.segment_name,
        members.is_noise,
        cast(points.pc1 as double) as pc1,
        cast(points.pc2 as double) as pc2,
        cast(points.pc3 as double) as pc3,
        cast(points.ld1 as double) as ld1,
        cast(points.ld2 as double) as ld2,
        cast(points.silhouette as double) as silhouette,
        points.is_sample

    from points

    inner join members
        on
            points.segmentation = members.segmentation
            and points.customer_id = members.customer_id

    inner join labels
        on
            members.segmentation = labels.segmentation
            and members.segment_id = labels.segment_id

)

select * from segment_points
