-- Who went where in the latest period, the most first.
select
    period_start,
    period_end,
    from_segment_id,
    from_segment_name,
    to_segment_id,
    to_segment_name,
    customers,
    customer_changed,
    model_changed,
    both_changed
from marts.segment_migrations
where segmentation = $segmentation
qualify period_end = max(period_end) over ()
order by customers desc, from_segment_id nulls last, to_segment_id nulls last
