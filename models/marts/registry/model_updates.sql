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
        cast(outcomes.version as integer) as version,
        registered.as_of_date as trained_on,
        outcomes.way,
        cast(outcomes.held_out as bigint) as held_out,
        cast(outcomes.silhouette as double) as silhouette,
        cast(outcomes.churn as double) as churn,
        cast(outcomes.network_accuracy as double) as network_accuracy,
        registered.verdict

    from outcomes

    inner join registered
        on
            outcomes.segmentation = registered.segmentation
            and outcomes.version = registered.version

)

select * from model_updates
