{#- The models that assign customers: each the settings of its segmentation with the figures of its champion. -#}
{{ config(materialized='view') }}

with

settings as (

    select * from {{ ref('segmentation_settings') }}

),

models as (

    select
        segmentation,
        version,
        model_version,
        configuration,
        reason,
        algorithm as model_algorithm,
        structure,
        segmentation_kind,
        basis,
        faithfulness

    from {{ ref('trained_models') }}

    where is_champion

),

champions as (

    select
        settings.*,
        models.version,
        models.model_version,
        models.configuration,
        models.reason,
        models.model_algorithm,
        models.structure,
        models.segmentation_kind,
        models.basis,
        models.faithfulness

    from settings

    inner join models on settings.segmentation = models.segmentation

)

select * from champions
