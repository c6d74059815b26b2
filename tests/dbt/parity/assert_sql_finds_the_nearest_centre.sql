-- Plain SQL places every customer at the centres at which Python does, ties included, and gives the same chances.
with

placed as (

    {{ placed_everywhere('nearest_centre') }}

),

assignments as (

    select * from {{ ref('customer_scores') }}

),

compared as (

    select
        coalesce(assignments.segmentation, placed.segmentation) as segmentation,
        coalesce(assignments.customer_id, placed.customer_id) as customer_id,
        assignments.segment_id,
        placed.segment_id as placed_segment_id,
        assignments.second_segment_id,
        placed.second_segment_id as placed_second_segment_id,
        assignments.distance,
        placed.distance as distance_in_sql,
        assignments.probability,
        placed.probability as probability_in_sql

    from assignments

    full outer join placed
        on
            assignments.segmentation = placed.segmentation
            and assignments.customer_id = placed.customer_id

    where
        assignments.segment_id is distinct from placed.segment_id
        or nullif(assignments.second_segment_id, 0) is distinct from placed.second_segment_id
        or abs(assignments.distance - placed.distance) > 0.000001 * (1 + assignments.distance)
        or abs(assignments.second_distance - placed.second_distance) > 0.000001 * (1 + assignments.second_distance)
        or coalesce(abs(assignments.probability - placed.probability), 1) > 0.000001
        or abs(assignments.second_probability - placed.second_probability) > 0.000001

)

select * from compared
