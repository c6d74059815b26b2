{#- The models that place customers: each the settings of its segmentation with the number of its champion. -#}
with

settings as (

    select * from {{ ref('segmentation_settings') }}

),

registered as (

    select * from {{ ref('registered_models') }}

    where is_champion

),

champions as (

    select
        settings.*,
        registered.version,
        registered.model_version,
        registered.configuration,
        registered.reason

    from settings

    inner join registered on settings.segmentation = registered.segmentation

)

select * from champions
