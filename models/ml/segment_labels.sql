with

settings as (

    select * from {{ ref('segmentation_settings') }}

),

names as (

    select * from {{ ref('segment_names') }}

),

members as (

    select * from {{ ref('segment_members') }}

),

-- Segment 0 exists only where somebody is in it; its sentence is the reason its customers share.
set_apart as (

    select
        members.segmentation,
        0 as segment_id,
        settings.set_apart_name as segment_name,
        concat('Customers set apart: ', min(members.reason), '.') as description

    from members

    inner join settings on members.segmentation = settings.segmentation

    where members.segment_id = 0

    group by members.segmentation, settings.set_apart_name

),

labels as (

    select
        segmentation,
        segment_id,
        segment_name,
        description

    from names

    union all

    select
        segmentation,
        segment_id,
        segment_name,
        description

    from set_apart

)

select * from labels
