with

traits as (

    select * from {{ ref('segment_traits') }}

),

settings as (

    select * from {{ ref('segmentation_settings') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

-- Whatever sets a segment apart most, so that a play can speak to it without knowing what it is.
top_traits as (

    select
        segmentation,
        segment_id,
        'top_trait' as role,
        0.0 as z_score,
        trait

    from traits

    where segment_id > 0 and trait_rank = 1

),

-- Every segment meets this one, so that none is left without advice.
everyone as (

    select
        segmentation,
        segment_id,
        'everyone' as role,
        0.0 as z_score,
        description as trait

    from labels

),

-- Customers set apart have one thing in common: why they are.
set_apart as (

    select
        labels.segmentation,
        labels.segment_id,
        settings.set_apart_role as role,
        1.0 as z_score,
        labels.description as trait

    from labels

    inner join settings on labels.segmentation = settings.segmentation

    where labels.segment_id = 0

),

segment_roles as (

    select
        segmentation,
        segment_id,
        role,
        z_score,
        trait

    from traits

    where segment_id > 0 and role is not null

    union all

    select * from top_traits

    union all

    select * from everyone

    union all

    select * from set_apart

)

select * from segment_roles
