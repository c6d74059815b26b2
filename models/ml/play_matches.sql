with

conditions as (

    select * from {{ ref('playbook_conditions') }}

),

traits as (

    select * from {{ ref('segment_traits') }}

),

settings as (

    select * from {{ ref('segmentation_settings') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

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

    -- The play that speaks to whatever sets a segment apart asks for no role.
    select
        segmentation,
        segment_id,
        'top_trait' as role,
        0.0 as z_score,
        trait

    from traits

    where segment_id > 0 and trait_rank = 1

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

conditions_met as (

    select
        segment_roles.segmentation,
        segment_roles.segment_id,
        conditions.play,
        segment_roles.z_score,
        segment_roles.trait

    from conditions

    inner join segment_roles on conditions.role = segment_roles.role

    where
        segment_roles.z_score >= coalesce(conditions.at_least, segment_roles.z_score)
        and segment_roles.z_score <= coalesce(conditions.at_most, segment_roles.z_score)

),

conditions_asked as (

    select
        play,
        count(*) as conditions

    from conditions

    group by play

),

matches as (

    select
        conditions_met.segmentation,
        conditions_met.segment_id,
        conditions_met.play,
        sum(abs(conditions_met.z_score)) as strength,
        {{ dbt.listagg('conditions_met.trait', "'; '", 'order by conditions_met.trait') }} as because,
        min(conditions_met.trait) as leading_trait

    from conditions_met

    inner join conditions_asked on conditions_met.play = conditions_asked.play

    group by
        conditions_met.segmentation,
        conditions_met.segment_id,
        conditions_met.play,
        conditions_asked.conditions

    having count(*) >= conditions_asked.conditions

)

select * from matches
