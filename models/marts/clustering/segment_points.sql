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
        members.segment_id,
        labels.segment_name,
        members.is_noise,
        points.pc1,
        points.pc2,
        points.pc3,
        points.ld1,
        points.ld2,
        points.silhouette,
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

select {{ contracted_columns() }} from segment_points
