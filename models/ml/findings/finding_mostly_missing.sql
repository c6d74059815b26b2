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

missing_counted as (

    select
        segmentation,
        feature,
        missing,
        missing * 1.0 / row_count as missing_share

    from statistics

    where
        grain = 'customer'
        and stage = 'after cleaning'

    union all

    select
        segmentation,
        feature,
        customers as missing,
        share as missing_share

    from category_frequencies

    where
        level = '(missing)'
        and stage = 'after cleaning'

),

findings as (

    select
        missing_counted.segmentation,
        case when features.in_clustering then 'warning' else 'info' end as severity,
        {{ finding_about(feature='missing_counted.feature') }},
        missing_counted.missing_share as figure,
        concat(
            {{ sentence_case('features.feature_label') }}, ' is not known for ',
            {{ written_count('missing_counted.missing') }}, ' customers (',
            {{ written_share('missing_counted.missing_share') }}, '): ',
            case
                when features.in_clustering then 'for most customers a typical value stands in for it.'
                else 'its figures speak of the others only.'
            end
        ) as sentence

    from missing_counted

    inner join features
        on
            missing_counted.segmentation = features.segmentation
            and missing_counted.feature = features.feature

    where missing_counted.missing_share >= {{ setting('mostly_missing_share') }}

)

select * from findings
