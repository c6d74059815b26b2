-- What did cleaning change: how many values were lost, and did the mean, the median or the extremes move?
-- One row per segmentation, grain and feature that can be seen both before and after cleaning.

with

statistics as (

    select * from {{ ref('feature_statistics') }}

),

before_cleaning as (

    select * from statistics

    where stage = 'before cleaning'

),

after_cleaning as (

    select * from statistics

    where stage = 'after cleaning'

),

compared as (

    select
        before_cleaning.segmentation,
        before_cleaning.grain,
        before_cleaning.feature,
        before_cleaning.row_count as rows_before,
        after_cleaning.row_count as rows_after,
        before_cleaning.unreadable,
        before_cleaning.missing as missing_before,
        after_cleaning.missing as missing_after,
        before_cleaning.mean as mean_before,
        after_cleaning.mean as mean_after,
        (after_cleaning.mean - before_cleaning.mean) / nullif(before_cleaning.standard_deviation, 0)
            as mean_moved_by_deviations,
        before_cleaning.median as median_before,
        after_cleaning.median as median_after,
        before_cleaning.minimum as minimum_before,
        after_cleaning.minimum as minimum_after,
        before_cleaning.maximum as maximum_before,
        after_cleaning.maximum as maximum_after

    from before_cleaning

    inner join after_cleaning
        on
            before_cleaning.segmentation = after_cleaning.segmentation
            and before_cleaning.grain = after_cleaning.grain
            and before_cleaning.feature = after_cleaning.feature

)

select * from compared
order by segmentation, grain, feature
