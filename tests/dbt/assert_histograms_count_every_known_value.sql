-- The bars of a feature, over all segments, hold as many customers as have a value, and its lowest and highest.
with

histograms as (

    select * from {{ ref('feature_histograms') }}

),

statistics as (

    select * from {{ ref('feature_statistics') }}

    where
        grain = 'customer'
        and stage = 'after cleaning'
        and known > 0
        and segmentation in (select champions.segmentation from {{ ref('champions') }} as champions)

),

added as (

    select
        segmentation,
        feature,
        sum(customers) as customers,
        min(lower_limit) as lowest,
        max(upper_limit) as highest

    from histograms

    group by segmentation, feature

),

compared as (

    select
        statistics.segmentation,
        statistics.feature,
        statistics.known,
        added.customers

    from statistics

    left join added
        on
            statistics.segmentation = added.segmentation
            and statistics.feature = added.feature

    where
        added.customers is null
        or added.customers <> statistics.known
        or added.lowest > statistics.minimum + 1e-6 * abs(statistics.minimum)
        or added.highest < statistics.maximum - 1e-6 * abs(statistics.maximum)

)

select * from compared
