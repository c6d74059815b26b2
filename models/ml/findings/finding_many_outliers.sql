with

statistics as (

    select * from {{ ref('number_statistics') }}

),

features as (

    select * from {{ ref('segmentation_features') }}

),

-- A logarithm draws outliers in; and where the middle half is one value, all others would be some.
findings as (

    select
        statistics.segmentation,
        'info' as severity,
        {{ finding_about(feature='statistics.feature') }},
        statistics.outlier_share as figure,
        concat(
            {{ written_share('statistics.outlier_share') }}, ' of the customers are far from all others in ',
            features.feature_label, ' (outliers): they pull the segments towards them more than others do.'
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
        and statistics.p75 > statistics.p25
        and statistics.outlier_share >= {{ setting('many_outliers_share') }}

)

select * from findings
