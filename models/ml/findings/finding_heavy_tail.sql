with

statistics as (

    select * from {{ ref('number_statistics') }}

),

features as (

    select * from {{ ref('segmentation_features') }}

),

-- Where a logarithm would not help, as with counts that are mostly 0, there is nothing to advise.
findings as (

    select
        statistics.segmentation,
        'warning' as severity,
        {{ finding_about(feature='statistics.feature') }},
        statistics.skewness as figure,
        concat(
            'A few customers have very much more ', features.feature_label, ' than all others (skewness ',
            {{ written_decimal('statistics.skewness') }}, ', as a logarithm ',
            {{ written_decimal('statistics.log_skewness') }},
            '): without transform: log these few may make segments of their own.'
        ) as sentence

    from statistics

    inner join features
        on
            statistics.segmentation = features.segmentation
            and statistics.feature = features.feature

    where
        statistics.grain = 'customer'
        and statistics.stage = 'after cleaning'
        and features.in_clustering
        and features.transform <> 'log'
        and statistics.skewness >= {{ setting('heavy_tail_skewness') }}
        and abs(statistics.log_skewness) <= statistics.skewness / 2

)

select * from findings
