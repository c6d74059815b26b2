with

points as (

    select
        segmentation,
        customer_id

    from {{ ref('segment_points') }}

),

feature_values as (

    select * from {{ ref('feature_values') }}

),

features as (

    select * from {{ ref('segmentation_features') }}

),

point_features as (

    select
        points.segmentation,
        points.customer_id,
        feature_values.feature,
        features.feature_label,
        features.unit,
        feature_values.value,
        feature_values.level

    from points

    inner join feature_values
        on
            points.segmentation = feature_values.segmentation
            and points.customer_id = feature_values.customer_id

    inner join features
        on
            feature_values.segmentation = features.segmentation
            and feature_values.feature = features.feature

)

select {{ contracted_columns() }} from point_features
