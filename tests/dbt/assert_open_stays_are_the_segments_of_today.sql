-- Who is in a segment by the history is in it by today's assignments, and nobody else is. A history that has reached a
-- later day than the build is not that of today: warn_of_a_history_that_is_ahead says so.
with

champions as (

    select * from {{ ref('champions') }}

),

history as (

    select * from {{ ref('segment_history') }}

),

of_today as (

    select champions.segmentation

    from champions

    inner join history on champions.segmentation = history.segmentation

    group by champions.segmentation, champions.as_of_date

    having max(coalesce(history.valid_to, history.valid_from)) <= champions.as_of_date

),

stays as (

    select
        segmentation,
        customer_id,
        segment_id

    from history

    where valid_to is null and segmentation in (select of_today.segmentation from of_today)

),

assigned as (

    select
        segmentation,
        customer_id,
        segment_id

    from {{ ref('customer_segments') }}

    where segmentation in (select of_today.segmentation from of_today)

)

select
    coalesce(assigned.segmentation, stays.segmentation) as segmentation,
    coalesce(assigned.customer_id, stays.customer_id) as customer_id,
    assigned.segment_id as assigned_segment_id,
    stays.segment_id as segment_id_of_stay

from assigned

full outer join stays
    on
        assigned.segmentation = stays.segmentation
        and assigned.customer_id = stays.customer_id

where
    assigned.customer_id is null
    or stays.customer_id is null
    or assigned.segment_id <> stays.segment_id
