with

conditions as (

    select * from {{ ref('playbook_conditions') }}

),

playbook as (

    select * from {{ ref('playbook') }}

),

settings as (

    select * from {{ ref('segmentation_settings') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

traits as (

    {{ unnested(ref('segment_descriptions'), 'traits', ['segmentation', 'segment_id']) | indent(4) }}

    where segment_id > 0

),

-- Where a segment stands in the playbook's words. Its strongest trait has a role of its own, so that a recommendation
-- can speak of it without knowing what it is; so has a segment without one, so that none is left without advice; and
-- segment 0, whose customers have in common why they are there.
roles as (

    select
        segmentation,
        segment_id,
        role,
        z_score,
        trait

    from traits

    where role is not null

    union all

    select
        labels.segmentation,
        labels.segment_id,
        case when traits.trait is null then 'no_trait' else 'top_trait' end as role,
        0.0 as z_score,
        coalesce(traits.trait, labels.description) as trait

    from labels

    left join traits
        on
            labels.segmentation = traits.segmentation
            and labels.segment_id = traits.segment_id
            and traits.trait_rank = 1

    union all

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

-- A condition is met by a trait within its bounds; one marked if_known also where no trait has the role.
conditions_checked as (

    select
        labels.segmentation,
        labels.segment_id,
        conditions.play,
        conditions.if_known,
        roles.z_score,
        roles.trait,
        case
            when roles.role is null then conditions.if_known
            else
                roles.z_score >= coalesce(conditions.at_least, roles.z_score)
                and roles.z_score <= coalesce(conditions.at_most, roles.z_score)
        end as is_met

    from labels

    cross join conditions

    inner join playbook on conditions.play = playbook.play

    left join settings on labels.segmentation = settings.segmentation

    left join roles
        on
            labels.segmentation = roles.segmentation
            and labels.segment_id = roles.segment_id
            and conditions.role = roles.role

    where
        playbook.needs is null
        or (playbook.needs = 'revenue' and settings.revenue_expression is not null)

),

-- What only rules a recommendation out is no reason for it: it adds neither strength nor words.
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

-- The marked traits are quoted, the strongest first. Where none is marked the segment is there as customers mostly are.
recommendation_matches as (

    select
        segmentation,
        segment_id,
        play,
        sum(strength) as strength,
        max(strength) as strongest,
        coalesce(
            {{ joined_text('marked_trait', "'; '", 'strength desc, trait') }},
            case
                when max(strength) > 0
                    then concat('like most customers: ', {{ joined_text('trait', "'; '", 'trait') }})
                else {{ joined_text('trait', "'; '", 'trait') }}
            end
        ) as because,
        min(trait) as leading_trait

    from reasons

    group by segmentation, segment_id, play

    having min(case when is_met then 1 else 0 end) = 1

)

select * from recommendation_matches
