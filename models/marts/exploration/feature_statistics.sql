with

statistics as (

    select * from {{ ref('number_statistics') }}

),

feature_statistics as (

    select
        segmentation,
        grain,
        feature,
        stage,
        cast(row_count as bigint) as row_count,
        cast(known as bigint) as known,
        cast(missing as bigint) as missing,
        cast(unreadable as bigint) as unreadable,
        cast(mean as double) as mean,
        cast(standard_deviation as double) as standard_deviation,
        cast(minimum as double) as minimum,
        cast(p25 as double) as p25,
        cast(median as double) as median,
        cast(p75 as double) as p75,
        cast(maximum as double) as maximum,
        cast(skewness as double) as skewness,
        cast(log_skewness as double) as log_skewness,
        cast(share_at_median as double) as share_at_median,
        cast(outliers as bigint) as outliers,
        cast(outlier_share as double) as outlier_share

    from statistics

)

select * from feature_statistics
