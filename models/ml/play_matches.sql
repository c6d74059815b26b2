with

conditions as (

    select * from {{ ref('playbook_conditions') }}

),

segment_roles as (

    select * from {{ ref('segment_roles') }}

),

segments as (

    select distinct
        segmentation,
        segment_id

    from segment_roles

),

-- A condition is met by a trait within its bounds; one marked if_known also where no trait has the role.
conditions_checked as (

    select
        segments.segmentation,
        segments.segment_id,
        conditions.play,
        segment_roles.z_score,
        segment_roles.trait,
        case
            when segment_roles.role is null then conditions.if_known
            else
                segment_roles.z_score >= coalesce(conditions.at_least, segment_roles.z_score)
                and segment_roles.z_score <= coalesce(conditions.at_most, segment_roles.z_score)
        end as is_met,
        conditions.if_known

    from segments

    cross join conditions

    left join segment_roles
        on
            segments.segmentation = segment_roles.segmentation
            and segments.segment_id = segment_roles.segment_id
            and conditions.role = segment_roles.role

),

-- What only rules a play out is no reason for it: it adds neither strength nor words.
reasons as (

    select
        segmentation,
        segment_id,
        play,
        is_met,
        case when not if_known then abs(z_score) end as strength,
        case when not if_known then trait end as trait,
        case when not if_known and abs(z_score) >= 0.5 then trait end as marked_trait

    from conditions_checked

),

-- The marked traits are quoted, the strongest first; all of them where none is marked.
matches as (

    select
        segmentation,
        segment_id,
        play,
        sum(strength) as strength,
        coalesce(
            {{ joined_text('marked_trait', "'; '", 'strength desc, trait') }},
            {{ joined_text('trait', "'; '", 'trait') }}
        ) as because,
        min(trait) as leading_trait

    from reasons

    group by segmentation, segment_id, play

    having min(case when is_met then 1 else 0 end) = 1

)

select * from matches
