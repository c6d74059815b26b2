with

inputs as (

    select
        segmentation,
        customer_id,
        revenue,
        set_apart_reason

    from {{ ref('segmentation_inputs') }}

    -- Few natural groups have sub-segments, others none.
    where segmentation in (select champions.segmentation from {{ ref('champions') }} as champions)

),

placements as (

    select * from {{ ref('customer_placements') }}

),

-- Young customers are scored too, but placed by what they have done so far.
cold_start as (

    select * from {{ ref('cold_start_scores') }}

    where not abstains

),

-- Segment 0 holds the customers who cannot be placed: every customer is in one segment, and totals agree.
members as (

    select
        inputs.segmentation,
        inputs.customer_id,
        inputs.revenue,
        coalesce(placements.segment_id, cold_start.segment_id, 0) as segment_id,
        placements.distance,
        coalesce(placements.probability, cold_start.probability) as probability,
        coalesce(placements.second_segment_id, cold_start.second_segment_id) as second_segment_id,
        coalesce(placements.second_probability, cold_start.second_probability) as second_probability,
        placements.nearest_segment_id,
        placements.network_segment_id,
        coalesce(placements.is_noise, false) as is_noise,
        placements.membership,
        coalesce(
            placements.assigned_by, case when cold_start.segment_id is not null then 'cold_start' end, 'none'
        ) as assigned_by,
        coalesce(placements.placed_by, case when cold_start.segment_id is not null then 'cold_start' end) as placed_by,
        case when cold_start.segment_id is null then inputs.set_apart_reason end as reason

    from inputs

    left join placements
        on
            inputs.segmentation = placements.segmentation
            and inputs.customer_id = placements.customer_id

    left join cold_start
        on
            inputs.segmentation = cold_start.segmentation
            and inputs.customer_id = cold_start.customer_id

)

select * from members
