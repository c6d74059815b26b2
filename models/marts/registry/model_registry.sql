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
        version,
        is_champion,
        is_stored,
        as_of_date as trained_on,
        data_from,
        customers,
        reason,
        verdict,
        algorithm,
        k,
        seed,
        network,
        features,
        structure,
        segmentation_kind,
        silhouette,
        stability,
        network_accuracy,
        calibration_error,
        brier_score

    from registered

)

select {{ contracted_columns() }} from model_registry
