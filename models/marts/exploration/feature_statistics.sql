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
        row_count,
        known,
        missing,
        unreadable,
        mean,
        standard_deviation,
        minimum,
        p25,
        median,
        p75,
        maximum,
        skewness,
        log_skewness,
        share_at_median,
        outliers,
        outlier_share

    from statistics

)

select {{ contracted_columns() }} from feature_statistics
