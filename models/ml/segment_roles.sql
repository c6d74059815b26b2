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

-- A segment that nothing sets apart has this one, so that none is left without advice.
without_trait as (

    select
        labels.segmentation,
        labels.segment_id,
        'no_trait' as role,
        0.0 as z_score,
        labels.description as trait

    from labels

    left join top_traits
        on
            labels.segmentation = top_traits.segmentation
            and labels.segment_id = top_traits.segment_id

    where top_traits.role is null

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

    select * from without_trait

    union all

    select * from set_apart

)

select * from segment_roles
