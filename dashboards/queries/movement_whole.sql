-- The segment of each customer on the first day of the history against today's. Months do not add up to it: who went and
-- came back has not moved, and who came and left in between is in neither.
with

history as (

    select *
    from marts.segment_history
    where segmentation = $segmentation

),

first_day as (

    select
        min(valid_from) as began_on,
        max(valid_from) filter (where is_backfilled) as filled_in_until
    from history

),

at_start as (

    select
        history.customer_id,
        history.segment_id,
        history.current_segment_name as segment_name
    from history
    inner join first_day on history.valid_from = first_day.began_on

),

at_end as (

    select
        customer_id,
        segment_id,
        current_segment_name as segment_name
    from history
    where valid_to is null

),

causes as (

    select
        customer_id,
        case when min(cause) = max(cause) then min(cause) else 'both' end as cause
    from history
    where cause in ('customer', 'model', 'both')
    group by customer_id

),

merged as (

    select distinct customer_id
    from history
    where merged_into is not null

),

moves as (

    select
        at_start.segment_id as from_segment_id,
        at_start.segment_name as from_segment_name,
        at_end.segment_id as to_segment_id,
        at_end.segment_name as to_segment_name,
        case
            when at_start.segment_id <> at_end.segment_id then coalesce(causes.cause, 'customer')
        end as cause,
        at_end.customer_id is null and merged.customer_id is not null as is_merged
    from at_start
    full join at_end on at_start.customer_id = at_end.customer_id
    left join merged on at_start.customer_id = merged.customer_id
    left join causes on at_start.customer_id = causes.customer_id

)

select
    first_day.began_on as period_start,
    moves.from_segment_id,
    max(moves.from_segment_name) as from_segment_name,
    moves.to_segment_id,
    max(moves.to_segment_name) as to_segment_name,
    count(*) as customers,
    count(*) filter (where moves.cause = 'customer') as customer_changed,
    count(*) filter (where moves.cause = 'model') as model_changed,
    count(*) filter (where moves.cause = 'both') as both_changed,
    count(*) filter (where moves.is_merged) as merged,
    coalesce(first_day.began_on <= first_day.filled_in_until, false) as starts_filled_in,
    false as ends_filled_in
from moves
cross join first_day
group by all
order by customers desc, moves.from_segment_id nulls last, moves.to_segment_id nulls last
