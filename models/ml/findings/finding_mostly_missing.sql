{{ config(materialized='view') }}

with

statistics as (

    select * from {{ ref('number_statistics') }}

),

level_counts as (

    select * from {{ ref('level_counts') }}

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

    from level_counts

    where
        level = '(missing)'
        and stage = 'after cleaning'

),

findings as (

    select
        missing_counted.segmentation,
        'mostly_missing' as finding,
        case when features.in_clustering then 'warning' else 'info' end as severity,
        missing_counted.feature,
        cast(null as string) as other_feature,
        cast(null as string) as source,
        missing_counted.missing_share as figure,
        concat(
            {{ sentence_case('features.feature_label') }}, ' is not known for ',
            {{ written_count('missing_counted.missing') }}, ' customers (',
            {{ written_share('missing_counted.missing_share') }}, '): ',
            case
                when features.in_clustering then 'most are placed by what stands in for it.'
                else 'its figures speak of the others only.'
            end
        ) as sentence

    from missing_counted

    inner join features
        on
            missing_counted.segmentation = features.segmentation
            and missing_counted.feature = features.feature

    where missing_counted.missing_share >= {{ var('mostly_missing_share') }}

)

select * from findings
