{{
    config(
        materialized='incremental',
        unique_key=['segmentation', 'as_of_date'],
        incremental_strategy='delete+insert',
        on_schema_change='append_new_columns',
        full_refresh=false
    )
}}

with

figures as (

    {{ unnested(ref('training_plan'), 'drifts', ['segmentation']) | indent(4) }}

),

plan as (

    select * from {{ ref('training_plan') }}

),

features as (

    select * from {{ ref('segmentation_features') }}

),

feature_drift as (

    select
        figures.segmentation,
        plan.as_of_date,
        figures.feature,
        features.feature_label,
        figures.customers,
        figures.stability_index,
        figures.outside_share,
        case
            when figures.stability_index >= plan.retrain_from_drift then 'much'
            when figures.stability_index >= 0.1 then 'some'
            else 'none'
        end as drift,
        plan.trains as was_trained,
        plan.reason

    from figures

    inner join plan on figures.segmentation = plan.segmentation

    inner join features
        on
            figures.segmentation = features.segmentation
            and figures.feature = features.feature

)

select {{ contracted_columns() }} from feature_drift
