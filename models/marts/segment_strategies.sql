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

-- What answers the strongest trait comes first, and of those what answers most; ties by name.
ranked as (

    select
        *,
        row_number() over (
            partition by segmentation, segment_id
            order by round(strongest, 9) desc, round(strength, 9) desc, play
        ) as by_strength

    from wanted

),

-- Two segments with the same first recommendation would be one to those who act on it: it goes to the segment with the
-- stronger reason, and the other begins with the next that answers its strongest trait and that no segment has first.
first_ones as (

    select
        *,
        row_number() over (
            partition by segmentation, play
            order by round(strength, 9) desc, segment_id
        ) as claim

    from ranked

    where by_strength = 1

),

alternatives as (

    select
        ranked.segmentation,
        ranked.segment_id,
        min(ranked.by_strength) as by_strength

    from ranked

    inner join first_ones
        on
            ranked.segmentation = first_ones.segmentation
            and ranked.segment_id = first_ones.segment_id
            and first_ones.claim > 1

    left join first_ones as claimed
        on
            ranked.segmentation = claimed.segmentation
            and ranked.play = claimed.play
            and claimed.claim = 1

    where
        claimed.play is null
        and ranked.strength > 0
        and round(ranked.strongest, 9) = round(first_ones.strongest, 9)

    group by ranked.segmentation, ranked.segment_id

),

prioritised as (

    select
        ranked.*,
        row_number() over (
            partition by ranked.segmentation, ranked.segment_id
            order by case when alternatives.by_strength is null then 1 else 0 end, ranked.by_strength
        ) as priority

    from ranked

    left join alternatives
        on
            ranked.segmentation = alternatives.segmentation
            and ranked.segment_id = alternatives.segment_id
            and ranked.by_strength = alternatives.by_strength

),


segment_strategies as (

    select
        prioritised.segmentation,
        prioritised.segment_id,
        labels.segment_name,
        prioritised.priority,
        playbook.play as strategy,
        playbook.objective,
        replace(playbook.action, '{trait}', prioritised.leading_trait) as action,
        playbook.offer,
        playbook.channel,
        playbook.message,
        playbook.success_measure,
        prioritised.because

    from prioritised

    inner join playbook on prioritised.play = playbook.play

    inner join labels
        on
            prioritised.segmentation = labels.segmentation
            and prioritised.segment_id = labels.segment_id

    where prioritised.priority <= {{ setting('strategies_per_segment') }}

)

select {{ contracted_columns() }} from segment_strategies
