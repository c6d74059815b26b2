{{ config(enabled=has_campaigns()) }}

with

configured as (

    {{ campaign_rows() | indent(4) }}

),

assignments as (

    select * from {{ ref('campaign_assignments') }}

),

figures as (

    select * from {{ ref('campaign_figures') }}

),

results as (

    {{ unnested(ref('campaign_figures'), 'results', ['campaign']) | indent(4) }}

),

groups as (

    select
        campaign,
        count(case when campaign_group = 'treated' then 1 end) as treated,
        count(case when campaign_group = 'held out' then 1 end) as held_out,
        count(case when is_late then 1 end) as late_members

    from assignments

    group by campaign

),

campaigns as (

    select
        configured.campaign,
        configured.campaign_label,
        configured.segmentation,
        configured.audience,
        configured.strategy,
        configured.stage,
        configured.starts_on,
        configured.ends_on,
        configured.measured_until,
        configured.as_of_date,
        configured.holdout,
        coalesce(groups.treated, 0) as treated,
        coalesce(groups.held_out, 0) as held_out,
        coalesce(groups.late_members, 0) as late_members,
        configured.has_given_groups,
        configured.stage <> 'planned' as is_frozen,
        configured.decides_by,
        configured.worthwhile_lift,
        figures.usual_share,
        figures.usual_share_from,
        figures.smallest_effect,
        figures.smallest_lift,
        figures.customers_needed,
        figures.days_needed,
        {{ plan_sentence() | indent(8) }} as plan,
        figures.is_balanced,
        figures.largest_imbalance,
        figures.imbalanced_in,
        figures.imbalance_p_value,
        figures.size_p_value,
        {{ balance_sentence() | indent(8) }} as balance,
        configured.cost * coalesce(groups.treated, 0) + configured.fixed_cost as cost,
        case
            when configured.stage = 'planned' then 'planned'
            when configured.stage = 'running' then 'too early'
            else coalesce(results.verdict, 'too small to tell')
        end as verdict

    from configured

    left join groups on configured.campaign = groups.campaign

    left join figures on configured.campaign = figures.campaign

    left join results
        on
            configured.campaign = results.campaign
            and configured.decides_by = results.measure
            and results.segment_id is null

)

select {{ contracted_columns() }} from campaigns
