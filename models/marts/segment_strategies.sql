with

matches as (

    select * from {{ ref('recommendation_matches') }}

),

playbook as (

    select * from {{ ref('playbook') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

-- A recommendation that asks for no trait is for segments that meet no other.
wanted as (

    select * from (
        select
            *,
            max(strength) over (partition by segmentation, segment_id) as highest_strength
        from matches
    ) as compared

    where strength > 0 or highest_strength = 0

),

-- The stronger the traits behind a recommendation, the earlier it comes; ties by name.
ranked as (

    select
        *,
        row_number() over (
            partition by segmentation, segment_id
            order by round(strength, 9) desc, play
        ) as priority

    from wanted

),

segment_strategies as (

    select
        ranked.segmentation,
        ranked.segment_id,
        labels.segment_name,
        ranked.priority,
        playbook.play as strategy,
        playbook.objective,
        replace(playbook.action, '{trait}', ranked.leading_trait) as action,
        playbook.offer,
        playbook.channel,
        playbook.message,
        playbook.success_measure,
        ranked.because

    from ranked

    inner join playbook on ranked.play = playbook.play

    inner join labels
        on
            ranked.segmentation = labels.segmentation
            and ranked.segment_id = labels.segment_id

    where ranked.priority <= {{ setting('strategies_per_segment') }}

)

select {{ contracted_columns() }} from segment_strategies
