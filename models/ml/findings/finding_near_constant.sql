with

statistics as (

    select * from {{ ref('number_statistics') }}

),

category_frequencies as (

    select * from {{ ref('category_frequencies') }}

),

features as (

    select * from {{ ref('segmentation_features') }}

),

-- A value that most customers have is the median.
commonest_values as (

    select
        segmentation,
        feature,
        share_at_median as commonest_share

    from statistics

    where
        grain = 'customer'
        and stage = 'after cleaning'

    union all

    select
        segmentation,
        feature,
        max(customers) * 1.0 / sum(customers) as commonest_share

    from category_frequencies

    where
        level <> '(missing)'
        and stage = 'after cleaning'

    group by segmentation, feature

),

findings as (

    select
        commonest_values.segmentation,
        case when features.in_clustering then 'warning' else 'info' end as severity,
        {{ finding_about(feature='commonest_values.feature') }},
        commonest_values.commonest_share as figure,
        concat(
            {{ sentence_case('features.feature_label') }}, ' is the same for ',
            {{ written_share('commonest_values.commonest_share') }},
            ' of the customers of whom it is known: it hardly tells them apart.'
        ) as sentence

    from commonest_values

    inner join features
        on
            commonest_values.segmentation = features.segmentation
            and commonest_values.feature = features.feature

    where commonest_values.commonest_share >= {{ setting('near_constant_share') }}

)

select * from findings
