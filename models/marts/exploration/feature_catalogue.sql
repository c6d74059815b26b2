-- depends_on: {{ ref('segmentation_inputs') }}, whose checks come before any public table is touched

with

features as (

    select * from {{ ref('segmentation_features') }}

),

settings as (

    select * from {{ ref('segmentation_settings') }}

),

feature_catalogue as (

    select
        features.segmentation,
        features.position,
        features.feature,
        features.feature_label,
        features.unit,
        features.kind,
        features.type,
        features.transform,
        features.missing,
        features.role,
        features.basis,
        features.in_clustering as forms_segments,
        features.is_sensitive,
        features.known_at_signup,
        settings.customers_from as source,
        features.source_column

    from features

    inner join settings on features.segmentation = settings.segmentation

)

select {{ contracted_columns() }} from feature_catalogue
