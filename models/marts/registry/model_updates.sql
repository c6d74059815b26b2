with

outcomes as (

    {{ unnested(ref('trained_models'), 'updates', ['segmentation', 'version']) | indent(4) }}

),

registered as (

    select * from {{ ref('trained_models') }}

),

model_updates as (

    select
        outcomes.segmentation,
        registered.model_version,
        outcomes.version,
        registered.as_of_date as trained_on,
        outcomes.way,
        outcomes.held_out,
        outcomes.silhouette,
        outcomes.churn,
        outcomes.network_accuracy,
        registered.verdict,
        outcomes.splits,
        nullif(outcomes.silhouette_gain, cast('nan' as double)) as silhouette_gain,
        nullif(outcomes.silhouette_gain_low, cast('nan' as double)) as silhouette_gain_low,
        nullif(outcomes.silhouette_gain_high, cast('nan' as double)) as silhouette_gain_high,
        case
            when outcomes.way <> 'champion'
                then {{ verdict('outcomes.silhouette_gain_low', 'outcomes.silhouette_gain_high') }}
        end as compared_with_champion

    from outcomes

    inner join registered
        on
            outcomes.segmentation = registered.segmentation
            and outcomes.version = registered.version

)

select {{ contracted_columns() }} from model_updates
