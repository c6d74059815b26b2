{{ config(materialized='view') }}

with

statistics as (

    select * from {{ ref('number_statistics') }}

),

features as (

    select * from {{ ref('segmentation_features') }}

),

findings as (

    select
        statistics.segmentation,
        'unreadable_values' as finding,
        'warning' as severity,
        statistics.feature,
        cast(null as string) as other_feature,
        cast(null as string) as source,
        statistics.unreadable * 1.0 / statistics.row_count as figure,
        concat(
            {{ sentence_case('features.feature_label') }}, ' cannot be read in ',
            {{ written_count('statistics.unreadable') }}, ' of ',
            {{ written_count('statistics.row_count') }}, ' rows (',
            {{ written_share('statistics.unreadable * 1.0 / statistics.row_count') }},
            '): these values count as missing.'
        ) as sentence

    from statistics

    inner join features
        on
            statistics.segmentation = features.segmentation
            and statistics.feature = features.feature

    where
        statistics.grain = 'customer'
        and statistics.unreadable > 0

)

select * from findings
