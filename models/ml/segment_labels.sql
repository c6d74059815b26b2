with

settings as (

    select * from {{ ref('segmentation_settings') }}

),

names as (

    select * from {{ ref('segment_descriptions') }}

    where segment_name is not null

),

members as (

    select * from {{ ref('segment_members') }}

),

reasons as (

    select distinct
        segmentation,
        reason

    from members

    where segment_id = 0

),

-- Segment 0 exists only where somebody is in it; its sentence is the reasons of its customers.
set_apart as (

    select
        reasons.segmentation,
        0 as segment_id,
        settings.set_apart_name as segment_name,
        concat('Customers excluded: ', {{ joined_text('reasons.reason', "'; '", 'reasons.reason') }}, '.')
            as description,
        concat('They are in no segment: ', {{ joined_text('reasons.reason', "'; '", 'reasons.reason') }}, '.')
            as in_short,
        false as is_leaving

    from reasons

    inner join settings on reasons.segmentation = settings.segmentation

    group by reasons.segmentation, settings.set_apart_name

),

labels as (

    select
        segmentation,
        segment_id,
        segment_name,
        description,
        in_short,
        is_leaving

    from names

    union all

    select
        segmentation,
        segment_id,
        segment_name,
        description,
        in_short,
        is_leaving

    from set_apart

)

select * from labels
