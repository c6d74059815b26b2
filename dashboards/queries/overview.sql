-- A row a segment: its size and revenue with what they were, what to do first, and what is at stake: what may be lost of the
-- value of its customers where that is predicted, else what they have spent, else how many they are.
with

trends as (

    select
        segment_id,
        as_of_date,
        customers,
        revenue_share,
        row_number() over (partition by segment_id order by as_of_date desc) as days_back
    from marts.segment_trends
    where segmentation = $segmentation

),

paths as (

    select
        segment_id,
        list(revenue_share order by as_of_date) as revenue_shares,
        min(as_of_date) as since,
        max(case when days_back = 2 then as_of_date end) as day_before,
        max(case when days_back = 2 then customers end) as customers_before,
        max(case when days_back = 2 then revenue_share end) as revenue_share_before
    from trends
    group by segment_id

),

migrations as (

    select *
    from marts.segment_migrations
    where
        segmentation = $segmentation
        and period_end = (select max(as_of_date) from trends)
        and from_segment_id is distinct from to_segment_id

),

arrivals as (

    select
        to_segment_id as segment_id,
        sum(customers) as arrived
    from migrations
    group by to_segment_id

),

departures as (

    select
        from_segment_id as segment_id,
        sum(customers) as departed
    from migrations
    group by from_segment_id

)

select
    segments.segment_id,
    segments.segment_name,
    segments.customers,
    segments.customer_share,
    segments.revenue_share,
    segments.in_short,
    segments.is_leaving,
    paths.revenue_shares,
    paths.since,
    paths.day_before,
    segments.customers - paths.customers_before as customers_change,
    coalesce(arrivals.arrived, 0) as arrived,
    coalesce(departures.departed, 0) as departed,
    segments.revenue_share - paths.revenue_share_before as revenue_share_change,
    worth.value_at_risk,
    strategies.strategy,
    strategies.objective,
    strategies.action,
    strategies.channel,
    strategies.because,
    case
        when count(worth.value_at_risk) over () > 0 then 'value'
        when count(segments.revenue) over () > 0 then 'revenue'
        else 'customers'
    end as stake
from marts.segments as segments
left join paths on segments.segment_id = paths.segment_id
left join arrivals on segments.segment_id = arrivals.segment_id
left join departures on segments.segment_id = departures.segment_id
left join marts.segment_value as worth
    on
        segments.segmentation = worth.segmentation
        and segments.segment_id = worth.segment_id
left join marts.segment_strategies as strategies
    on
        segments.segmentation = strategies.segmentation
        and segments.segment_id = strategies.segment_id
        and strategies.priority = 1
where segments.segmentation = $segmentation
order by
    segments.segment_id = 0,
    worth.value_at_risk desc nulls last,
    segments.revenue desc nulls last,
    segments.customers desc,
    segments.segment_id
