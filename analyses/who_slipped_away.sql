-- Who moved into a segment to be won back since the last look, and out of which one did they come?
-- One row per customer who arrived there on the latest as-of day, out of a segment that needs no winning back.

with

history as (

    select * from {{ ref('segment_history') }}

    where segmentation = '{{ var("segmentation", "rfm") }}'

),

customers as (

    select * from {{ ref('customers') }}

),

to_win_back as (

    select distinct segment_id

    from {{ ref('segment_strategies') }}

    where
        segmentation = '{{ var("segmentation", "rfm") }}'
        and strategy in ('win_back_good_customers', 'win_back', 'last_call')

),

latest as (

    select max(valid_from) as as_of_day from history

),

arrived as (

    select history.*

    from history

    inner join latest on history.valid_from = latest.as_of_day

    inner join to_win_back on history.segment_id = to_win_back.segment_id

),

left_on_that_day as (

    select history.*

    from history

    inner join latest on history.valid_to = latest.as_of_day

    left join to_win_back on history.segment_id = to_win_back.segment_id

    where to_win_back.segment_id is null

),

slipped as (

    select
        arrived.customer_id,
        left_on_that_day.segment_name as from_segment_name,
        arrived.segment_name as to_segment_name,
        left_on_that_day.valid_from as in_it_since,
        arrived.valid_from as moved_on,
        customers.last_order_on,
        customers.frequency,
        customers.monetary

    from arrived

    inner join left_on_that_day on arrived.customer_id = left_on_that_day.customer_id

    left join customers on arrived.customer_id = customers.customer_id

)

select * from slipped
order by round(monetary, 2) desc nulls last, customer_id
