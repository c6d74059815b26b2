-- Customers by period and pair of segments, the latest period first; which ends of periods the first build worked out.
with

filled_in as (

    select max(valid_from) as until_day
    from marts.segment_history
    where segmentation = $segmentation and is_backfilled

)

select
    migrations.period_start,
    migrations.period_end,
    migrations.from_segment_id,
    migrations.current_from_segment_name as from_segment_name,
    migrations.to_segment_id,
    migrations.current_to_segment_name as to_segment_name,
    migrations.customers,
    migrations.customer_changed,
    migrations.model_changed,
    migrations.both_changed,
    migrations.merged,
    coalesce(migrations.period_start <= filled_in.until_day, false) as starts_filled_in,
    coalesce(migrations.period_end <= filled_in.until_day, false) as ends_filled_in
from marts.segment_migrations as migrations
cross join filled_in
where migrations.segmentation = $segmentation
order by
    migrations.period_end desc,
    migrations.customers desc,
    migrations.from_segment_id nulls last,
    migrations.to_segment_id nulls last
