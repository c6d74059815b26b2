{{ config(enabled=has_campaigns()) }}

with

configured as (

    {{ campaign_rows() | indent(4) }}

),

assignments as (

    select * from {{ ref('campaign_assignments') }}

),

results as (

    {{ unnested(ref('campaign_figures'), 'results', ['campaign']) | indent(4) }}

),

names as (

    select
        campaign,
        segment_id,
        max(segment_name) as segment_name

    from assignments

    group by campaign, segment_id

),

valued as (

    select
        results.*,
        configured.campaign_label,
        configured.segmentation,
        configured.strategy,
        configured.stage,
        configured.decides_by = results.measure as is_decisive,
        least(configured.measured_until, configured.as_of_date) as known_until,
        names.segment_name,
        results.treated * configured.cost
        + case when results.segment_id is null then configured.fixed_cost else 0 end as cost,
        case when results.measure = 'revenue' then configured.margin end as margin

    from results

    inner join configured on results.campaign = configured.campaign

    left join names
        on
            results.campaign = names.campaign
            and results.segment_id = names.segment_id

),

campaign_results as (

    select
        campaign,
        campaign_label,
        segmentation,
        strategy,
        stage,
        known_until,
        segment_id,
        segment_name,
        measure,
        is_decisive,
        treated,
        held_out,
        treated_mean,
        held_out_mean,
        difference,
        low as difference_low,
        high as difference_high,
        always_low,
        always_high,
        ratio,
        ratio_low,
        ratio_high,
        p_value,
        adjusted_p_value,
        method,
        variance_removed,
        smallest_effect,
        case when measure = 'conversion' and low > 0 then 1 / difference end as number_needed_to_treat,
        difference * treated as incremental,
        low * treated as incremental_low,
        high * treated as incremental_high,
        cost,
        difference * treated * margin - cost as net_gain,
        low * treated * margin - cost as net_gain_low,
        high * treated * margin - cost as net_gain_high,
        verdict

    from valued

)

select {{ contracted_columns() }} from campaign_results
