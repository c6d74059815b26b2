with

features as (

    select * from {{ ref('segmentation_features') }}

    where in_clustering

),

used_features as (

    select distinct
        segmentation,
        feature

    from {{ in_use('feature_transforms') }}

),

findings as (

    select
        features.segmentation,
        'info' as severity,
        {{ finding_about(feature='features.feature') }},
        cast({{ setting('near_duplicate_correlation') }} as double) as figure,
        concat(
            {{ sentence_case('features.feature_label') }},
            ' was left out of the segments, as asked for: it says nearly the same as another feature (correlation of ',
            {{ written_decimal(setting('near_duplicate_correlation')) }}, ' or more).'
        ) as sentence

    from features

    left join used_features
        on
            features.segmentation = used_features.segmentation
            and features.feature = used_features.feature

    where used_features.feature is null

)

select * from findings
