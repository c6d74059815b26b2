with

inputs as (

    select
        segmentation,
        customer_id,
        revenue,
        set_apart_reason

    from {{ ref('segmentation_inputs') }}

),

assignments as (

    select * from {{ ref('cluster_assignments') }}

),

scores as (

    select * from {{ ref('network_scores') }}

),

-- Segment 0 holds the customers who cannot be placed: every customer is in one segment, and totals agree.
members as (

    select
        inputs.segmentation,
        inputs.customer_id,
        inputs.revenue,
        coalesce(assignments.cluster, 0) as segment_id,
        assignments.distance,
        nullif(assignments.second_cluster, 0) as second_segment_id,
        scores.probability,
        scores.second_probability,
        scores.network_cluster as network_segment_id,
        coalesce(assignments.is_noise, false) as is_noise,
        assignments.membership,
        case when assignments.cluster is null then 'none' else 'clustering' end as assigned_by,
        inputs.set_apart_reason as reason

    from inputs

    left join assignments
        on
            inputs.segmentation = assignments.segmentation
            and inputs.customer_id = assignments.customer_id

    left join scores
        on
            inputs.segmentation = scores.segmentation
            and inputs.customer_id = scores.customer_id

)

select * from members
