with

champions as (

    select * from {{ ref('champions') }}

),

scores as (

    select * from {{ ref('customer_scores') }}

),

inputs as (

    select * from {{ ref('segmentation_inputs') }}

),

clustered as (

    select * from {{ ref('clustered_customers') }}

),

judged as (

    select
        scores.segmentation,
        scores.customer_id,
        scores.segment_id,
        scores.distance,
        scores.second_segment_id,
        scores.second_distance,
        scores.is_noise,
        scores.membership,
        scores.probability,
        scores.second_probability,
        scores.network_segment_id,
        scores.network_segment_probability,
        scores.network_distance,
        scores.network_second_segment_id,
        scores.network_second_segment_probability,
        scores.network_second_distance,
        clustered.customer_id is not null as took_part,
        champions.placed_by = 'network' and clustered.customer_id is null as is_by_network

    from scores

    inner join champions on scores.segmentation = champions.segmentation

    inner join inputs
        on
            scores.segmentation = inputs.segmentation
            and scores.customer_id = inputs.customer_id

    left join clustered
        on
            champions.segmentation = clustered.segmentation
            and champions.version = clustered.version
            and inputs.customer_id = clustered.customer_id
            and inputs.fingerprint = clustered.fingerprint

),

-- Who took part in the training is in the segment that the clustering gave; the others are placed by its classifier.
customer_placements as (

    select
        segmentation,
        customer_id,
        case when is_by_network then network_segment_id else segment_id end as segment_id,
        case when is_by_network then network_distance else distance end as distance,
        case when is_by_network then network_segment_probability else probability end as probability,
        nullif(case when is_by_network then network_second_segment_id else second_segment_id end, 0)
            as second_segment_id,
        case when is_by_network then network_second_distance else second_distance end as second_distance,
        case when is_by_network then network_second_segment_probability else second_probability end
            as second_probability,
        is_noise,
        membership,
        case when took_part then 'clustering' else 'classifier' end as assigned_by,
        case when is_by_network then 'network' else 'nearest_centre' end as placed_by,
        segment_id as nearest_segment_id,
        network_segment_id

    from judged

)

select * from customer_placements
