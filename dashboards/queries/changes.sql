-- What customers did in the last period, a row a kind of change: how many, and the segment by which it matters most with
-- those who left or reached it and those who were in it, and the pairs of segments. Who moved because the model changed did
-- nothing.
with

segments as (

    select
        segment_id,
        segment_name,
        is_leaving,
        revenue_share,
        revenue / nullif(customers, 0) as revenue_each
    from marts.segments
    where segmentation = $segmentation

),

migrations as (

    select *
    from marts.segment_migrations
    where
        segmentation = $segmentation
        and period_end = (select max(period_end) from marts.segment_migrations where segmentation = $segmentation)

),

sizes_before as (

    select
        from_segment_id as segment_id,
        sum(customers) as customers_before
    from migrations
    group by from_segment_id

),

moves as (

    select
        migrations.from_segment_id,
        migrations.to_segment_id,
        migrations.customers - migrations.model_changed as customers,
        greatest(starts.revenue_each, ends.revenue_each) as revenue_each,
        case
            when migrations.from_segment_id is null then 'new'
            when ends.is_leaving and not starts.is_leaving then 'quiet'
            when starts.is_leaving and not ends.is_leaving then 'back'
            when ends.revenue_each < starts.revenue_each then 'slipping'
            when ends.revenue_each > starts.revenue_each then 'rising'
        end as change
    from migrations
    left join segments as starts on migrations.from_segment_id = starts.segment_id
    inner join segments as ends on migrations.to_segment_id = ends.segment_id
    where migrations.from_segment_id is distinct from migrations.to_segment_id

),

by_segment as (

    select
        change,
        case when change in ('slipping', 'back') then from_segment_id else to_segment_id end as segment_id,
        sum(customers) as of_segment,
        sum(customers * revenue_each) as revenue
    from moves
    where change is not null and customers > 0
    group by all

),

ranked as (

    select
        *,
        sum(of_segment) over (partition by change) as customers,
        sum(revenue) over (partition by change) as change_revenue,
        row_number() over (
            partition by change
            order by revenue desc nulls last, of_segment desc, segment_id
        ) as place
    from by_segment

),

pairs as (

    select
        change,
        list([from_segment_id, to_segment_id] order by from_segment_id, to_segment_id) as pairs
    from moves
    where customers > 0
    group by change

)

select
    ranked.change,
    ranked.customers,
    ranked.segment_id,
    segments.segment_name,
    segments.revenue_share,
    ranked.of_segment,
    sizes_before.customers_before,
    pairs.pairs
from ranked
inner join pairs on ranked.change = pairs.change
inner join segments on ranked.segment_id = segments.segment_id
left join sizes_before on ranked.segment_id = sizes_before.segment_id
where ranked.place = 1
order by ranked.change_revenue desc nulls last, ranked.customers desc, ranked.change
