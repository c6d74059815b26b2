{#-
    Who is in which group of a campaign. Groups are made once, by lot within strata, and stay: what stands here is read
    before it is written again. Until the start members come and go with their audience; whoever stays keeps the group.
-#}
{{ config(enabled=has_campaigns()) }}
-- depends_on: {{ ref('segmentation_inputs') }}, whose checks come before any public table is touched
with

campaigns as (

    {{ campaign_rows() | indent(4) }}

),

candidates as (

    {{ campaign_candidates() | indent(4) }}

),

stored as (

    {{ own_rows({
        'campaign': 'string', 'segmentation': 'string', 'customer_id': 'string', 'campaign_group': 'string',
        'segment_id': 'integer', 'segment_name': 'string', 'value_third': 'integer', 'expected_value': 'double',
        'assigned_on': 'date', 'counts_from': 'date', 'is_late': 'boolean',
    }) | indent(4) }}

),

reached as (

    select
        campaign,
        max(assigned_on) as assigned_on

    from stored

    group by campaign

),

-- Groups of a list are those of the list until the start; a build of an earlier day makes no groups anew.
states as (

    select
        campaigns.*,
        reached.campaign is not null as has_groups,
        campaigns.as_of_date < campaigns.starts_on
        and (campaigns.has_given_groups or coalesce(reached.assigned_on <= campaigns.as_of_date, true)) as is_open

    from campaigns

    left join reached on campaigns.campaign = reached.campaign

),

kept as (

    select stored.*

    from stored

    left join states on stored.campaign = states.campaign

    left join candidates
        on
            stored.campaign = candidates.campaign
            and stored.customer_id = candidates.customer_id

    where
        states.campaign is null
        or not states.is_open
        or (candidates.customer_id is not null and not states.has_given_groups)

),

added as (

    select
        states.campaign,
        states.segmentation,
        states.has_given_groups,
        states.holdout,
        states.salt,
        states.starts_on,
        candidates.customer_id,
        candidates.segment_id,
        candidates.segment_name,
        candidates.expected_value,
        candidates.is_treated,
        case when states.has_given_groups then {{ days_before('states.starts_on', 1) }} else states.as_of_date end
            as assigned_on,
        case
            when states.has_given_groups then 0
            else
                ntile(3) over (
                    partition by states.campaign, candidates.segment_id
                    order by candidates.expected_value nulls last, candidates.customer_id
                )
        end as value_third

    from candidates

    inner join states on candidates.campaign = states.campaign

    left join kept
        on
            candidates.campaign = kept.campaign
            and candidates.customer_id = kept.customer_id

    where
        kept.customer_id is null
        and (
            states.has_given_groups
            or states.is_open
            or (
                (states.assigns_late or not states.has_groups)
                and states.as_of_date between states.starts_on and {{ days_before('states.ends_on', 1) }}
            )
        )

),

-- Of each stratum the wished share is held out; a rest of less than one customer is drawn, so that small strata add up.
drawn as (

    select
        *,
        row_number() over (
            partition by campaign, segment_id, value_third
            order by {{ sha256("concat(salt, ' ', customer_id)") }}, customer_id
        ) as place,
        count(*) over (partition by campaign, segment_id, value_third) as customers,
        {{ lot("concat(salt, ' ', segment_id, ' ', value_third, ' ', assigned_on)") }} as draw

    from added

),

campaign_assignments as (

    select
        campaign,
        segmentation,
        customer_id,
        campaign_group,
        segment_id,
        segment_name,
        value_third,
        expected_value,
        assigned_on,
        counts_from,
        is_late

    from kept

    union all

    select
        campaign,
        segmentation,
        customer_id,
        case
            when has_given_groups and is_treated then 'treated'
            when has_given_groups or place <= floor(customers * holdout + draw) then 'held out'
            else 'treated'
        end as campaign_group,
        segment_id,
        segment_name,
        value_third,
        expected_value,
        assigned_on,
        greatest(starts_on, {{ days_before('assigned_on', -1) }}) as counts_from,
        assigned_on >= starts_on as is_late

    from drawn

)

select {{ contracted_columns() }} from campaign_assignments
