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

segment_value as (

    select * from {{ ref('segment_value') }}

),

average_value as (

    select
        segmentation,
        sum(value_at_risk) / sum(customers) as value_at_risk,
        sum(win_back_worth) / sum(customers) as win_back_worth

    from segment_value

    group by segmentation

),

-- The money that recommendations are about, where it is predicted.
stakes as (

    select
        segment_value.segmentation,
        segment_value.segment_id,
        playbook.play,
        case playbook.stake
            when 'value_at_risk' then segment_value.value_at_risk
            when 'win_back_worth' then segment_value.win_back_worth
        end as value_at_stake,
        case
            when playbook.stake = 'win_back_worth' then segment_value.win_back_worth / segment_value.customers
        end as most_per_customer,
        case playbook.stake
            when 'value_at_risk'
                then segment_value.value_at_risk > average_value.value_at_risk * segment_value.customers
            when 'win_back_worth'
                then segment_value.win_back_worth > average_value.win_back_worth * segment_value.customers
        end as is_high

    from segment_value

    inner join average_value on segment_value.segmentation = average_value.segmentation

    inner join playbook on playbook.stake is not null

),

valued as (

    select
        matches.*,
        stakes.value_at_stake,
        stakes.most_per_customer,
        coalesce(stakes.is_high, false) as has_high_stake,
        case when stakes.is_high then stakes.value_at_stake else 0 end as high_stake

    from matches

    left join stakes
        on
            matches.segmentation = stakes.segmentation
            and matches.segment_id = stakes.segment_id
            and matches.play = stakes.play

),

-- A recommendation that asks for no trait is for segments that meet no other.
wanted as (

    select * from (
        select
            *,
            max(strength) over (partition by segmentation, segment_id) as highest_strength
        from valued
    ) as compared

    where strength > 0 or highest_strength = 0

),

-- What has more money at stake a customer than all have comes first, the most of it before. Then comes what answers the
-- strongest trait, and of those what answers most; ties by name.
ranked as (

    select
        *,
        row_number() over (
            partition by segmentation, segment_id
            order by high_stake desc, round(strongest, 9) desc, round(strength, 9) desc, play
        ) as by_strength

    from wanted

),

-- Two segments with the same first recommendation would be one to those who act on it: it goes to the segment with the
-- stronger reason, and the other begins with the next that answers its strongest trait, or is about the same money, and
-- that no segment has first.
first_ones as (

    select
        *,
        row_number() over (
            partition by segmentation, play
            order by high_stake desc, round(strength, 9) desc, segment_id
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
        and ranked.high_stake = first_ones.high_stake
        and (ranked.has_high_stake or round(ranked.strongest, 9) = round(first_ones.strongest, 9))

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
        prioritised.because,
        prioritised.value_at_stake,
        prioritised.most_per_customer

    from prioritised

    inner join playbook on prioritised.play = playbook.play

    inner join labels
        on
            prioritised.segmentation = labels.segmentation
            and prioritised.segment_id = labels.segment_id

    where prioritised.priority <= {{ setting('strategies_per_segment') }}

)

select {{ contracted_columns() }} from segment_strategies
