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
        coalesce(assignments.cluster, cold_start.cluster, 0) as segment_id,
        assignments.distance,
        nullif(coalesce(assignments.second_cluster, cold_start.second_cluster), 0) as second_segment_id,
        coalesce(scores.probability, cold_start.probability) as probability,
        coalesce(scores.second_probability, cold_start.second_probability) as second_probability,
        scores.network_cluster as network_segment_id,
        coalesce(assignments.is_noise, false) as is_noise,
        assignments.membership,
        case
            when assignments.cluster is not null then 'clustering'
            when cold_start.cluster is not null then 'cold_start'
            else 'none'
        end as assigned_by,
        case when cold_start.cluster is null then inputs.set_apart_reason end as reason

    from inputs

    left join assignments
        on
            inputs.segmentation = assignments.segmentation
            and inputs.customer_id = assignments.customer_id

    left join scores
        on
            inputs.segmentation = scores.segmentation
            and inputs.customer_id = scores.customer_id

    left join cold_start
        on
            inputs.segmentation = cold_start.segmentation
            and inputs.customer_id = cold_start.customer_id

)

select * from members
