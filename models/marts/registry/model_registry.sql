{#- The registry is told when the champion has placed the customers: until then the old one is in force. -#}
-- depends_on: {{ ref('customer_segments') }}

with

registered as (

    select * from {{ ref('trained_models') }}

),

model_registry as (

    select
        segmentation,
        model_version,
        cast(version as integer) as version,
        is_champion,
        is_stored,
        as_of_date as trained_on,
        data_from,
        cast(customers as bigint) as customers,
        reason,
        verdict,
        algorithm,
        cast(k as integer) as k,
        cast(seed as integer) as seed,
        network,
        features,
        structure,
        cast(silhouette as double) as silhouette,
        cast(stability as double) as stability,
        cast(network_accuracy as double) as network_accuracy

    from registered

)

select * from model_registry
