-- Plain SQL gives every customer the segment and the probability that Python reads from the stored network.
with

placed as (

    {{ placed_everywhere('network') }}

),

scores as (

    select * from {{ ref('customer_scores') }}

),

compared as (

    select
        coalesce(scores.segmentation, placed.segmentation) as segmentation,
        coalesce(scores.customer_id, placed.customer_id) as customer_id,
        scores.network_segment_id,
        placed.segment_id,
        scores.network_probability,
        placed.probability

    from scores

    full outer join placed
        on
            scores.segmentation = placed.segmentation
            and scores.customer_id = placed.customer_id

    where
        scores.network_segment_id is distinct from placed.segment_id
        or placed.second_segment_id = placed.segment_id
        or placed.second_probability > placed.probability * 1.000001
        or abs(scores.network_probability - placed.probability) > 0.000001

)

select * from compared
