-- Which features largely say the same, so that one of a pair could be left out?
-- One row per segmentation and pair of strongly correlated features; a pair that forms segments counts twice in them.

with

correlations as (

    select * from {{ ref('feature_correlations') }}

    where
        stage = 'after cleaning'
        and strength is not null
        and feature < other_feature

),

catalogue as (

    select * from {{ ref('feature_catalogue') }}

),

labelled as (

    select
        correlations.segmentation,
        correlations.feature,
        correlations.other_feature,
        correlations.strength,
        correlations.transformed_correlation,
        correlations.correlation,
        correlations.customers,
        one_feature.forms_segments and other_features.forms_segments as both_form_segments,
        one_feature.feature_label,
        other_features.feature_label as other_feature_label

    from correlations

    inner join catalogue as one_feature
        on
            correlations.segmentation = one_feature.segmentation
            and correlations.feature = one_feature.feature

    inner join catalogue as other_features
        on
            correlations.segmentation = other_features.segmentation
            and correlations.other_feature = other_features.feature

)

select * from labelled
order by segmentation, abs(transformed_correlation) desc, feature, other_feature
