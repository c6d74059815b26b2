-- Customers who went from one segment to another in the last period by what they did.
with

history as (

    select *
    from marts.segment_history
    where segmentation = $segmentation

),

period as (

    select
        max(period_start) as period_start,
        max(period_end) as period_end
    from marts.segment_migrations
    where segmentation = $segmentation

),

-- Who moved more than once may have done so for several causes.
moved as (

    select
        history.customer_id,
        max(history.valid_from) as moved_on,
        bool_and(history.cause = 'model') filter (where history.cause in ('customer', 'model', 'both')) as is_by_model
    from history
    inner join period on history.valid_from > period.period_start and history.valid_from <= period.period_end
    group by history.customer_id

)

select
    ends.customer_id,
    ends.segment_id,
    ends.current_segment_name as segment_name,
    starts.segment_id as segment_id_before,
    starts.current_segment_name as segment_name_before,
    moved.moved_on
from moved
cross join period
inner join history as ends
    on
        moved.customer_id = ends.customer_id
        and ends.segment_id = $to_segment_id
        and period.period_end >= ends.valid_from
        and coalesce(period.period_end < ends.valid_to, true)
inner join history as starts
    on
        moved.customer_id = starts.customer_id
        and starts.segment_id = $from_segment_id
        and period.period_start >= starts.valid_from
        and coalesce(period.period_start < starts.valid_to, true)
where not coalesce(moved.is_by_model, false)
order by ends.customer_id
