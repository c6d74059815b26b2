{{ config(enabled=has_campaigns()) }}

with

campaigns as (

    {{ campaign_rows() | indent(4) }}

),

events as (

    {{ campaign_events() | indent(4) }}

),

assignments as (

    select * from {{ ref('campaign_assignments') }}

),

-- Before a start that is to come, what is known up to today is what was done before.
members as (

    select
        assignments.*,
        campaigns.stage,
        campaigns.holdout,
        campaigns.worthwhile_lift,
        campaigns.window_days,
        least({{ days_before('assignments.counts_from', 1) }}, campaigns.as_of_date) as before_until,
        least(campaigns.measured_until, campaigns.as_of_date) as known_until

    from assignments

    inner join campaigns on assignments.campaign = campaigns.campaign

),

-- Decimals: the last digits of a sum of fractions depend on the order in which they come.
dated_events as (

    select
        members.campaign,
        members.customer_id,
        coalesce(try_cast(events.revenue as decimal(18, 4)), 0) as revenue,
        events.is_outcome,
        events.happened_on > members.before_until as is_after,
        events.happened_on <= members.before_until
        and {{ days_between('events.happened_on', 'members.before_until') }} < members.window_days as is_recent

    from members

    inner join events
        on
            members.campaign = events.campaign
            and members.customer_id = events.customer_id

    where
        events.happened_on <= members.known_until
        and events.happened_on > {{ days_before('members.before_until', 365) }}

),

summed as (

    select
        campaign,
        customer_id,
        max(case when is_outcome and is_after then 1.0 else 0 end) as converted,
        sum(case when is_outcome and is_after then revenue else 0 end) as revenue,
        sum(case when is_outcome and not is_after then 1.0 else 0 end) as before_converted,
        sum(case when is_outcome and not is_after then revenue else 0 end) as before_revenue,
        max(case when is_outcome and is_recent then 1.0 else 0 end) as recent_converted,
        sum(case when is_outcome and is_recent then revenue else 0 end) as recent_revenue,
        sum(case when not is_outcome and not is_after then 1.0 else 0 end) as other_orders,
        sum(case when not is_outcome and not is_after then revenue else 0 end) as other_revenue

    from dated_events

    group by campaign, customer_id

),

campaign_outcomes as (

    select
        members.campaign,
        members.customer_id,
        members.stage,
        members.holdout,
        members.worthwhile_lift,
        members.window_days,
        members.campaign_group = 'treated' as treated,
        members.segment_id as segment,
        concat(members.segment_id, ' ', members.value_third) as stratum,
        cast(members.expected_value as double) as expected_value,
        {% for figure in ['converted', 'revenue', 'before_converted', 'before_revenue', 'recent_converted',
            'recent_revenue', 'other_orders', 'other_revenue'] %}
            cast(coalesce(summed.{{ figure }}, 0) as double) as {{ figure }}
            {% if not loop.last %},{% endif %}
        {% endfor %}

    from members

    left join summed
        on
            members.campaign = summed.campaign
            and members.customer_id = summed.customer_id

)

select * from campaign_outcomes
