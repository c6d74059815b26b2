{#- Bars aimed at; with round limits there are 8 to 21 of them. -#}
{%- set bars = 20 -%}

with

feature_values as (

    select * from {{ ref('feature_values') }}

    where value is not null

),

features as (

    select * from {{ ref('segmentation_features') }}

),

statistics as (

    select * from {{ ref('number_statistics') }}

    where
        grain = 'customer'
        and stage = 'after cleaning'

),

whole as (

    select
        segmentation,
        feature,
        max(abs(value - round(value))) = 0 as is_whole

    from feature_values

    group by segmentation, feature

),

-- Whole numbers that are few enough have a bar each, whatever their transform.
scales as (

    select
        statistics.segmentation,
        statistics.feature,
        whole.is_whole,
        case
            when whole.is_whole and statistics.maximum - statistics.minimum <= {{ bars }} then 'linear'
            when features.transform = 'log' then 'logarithmic'
            when
                statistics.skewness >= {{ var('heavy_tail_skewness') }}
                and abs(statistics.log_skewness) <= 0.5 * statistics.skewness
                then 'logarithmic'
            else 'linear'
        end as scale,
        statistics.minimum,
        statistics.maximum

    from statistics

    inner join whole
        on
            statistics.segmentation = whole.segmentation
            and statistics.feature = whole.feature

    inner join features
        on
            statistics.segmentation = features.segmentation
            and statistics.feature = features.feature

),

shaped as (

    select
        *,
        case
            when scale = 'logarithmic' then {{ shaped_value('minimum', 'log') }}
            else minimum
        end as shaped_minimum,
        case
            when scale = 'logarithmic' then {{ shaped_value('maximum', 'log') }}
            else maximum
        end as shaped_maximum

    from scales

),

-- A width that gives as many bars as are aimed at, and the power of ten under it.
aimed as (

    select
        *,
        (shaped_maximum - shaped_minimum) / {{ bars }} as aimed_width,
        power(10.0, floor(log10(nullif((shaped_maximum - shaped_minimum) / {{ bars }}, 0)))) as tens

    from shaped

),

-- On the plain scale 1, 2 or 5 times a power of ten.
rounded as (

    select
        *,
        case
            when tens is null then 1.0
            when scale = 'logarithmic' then aimed_width
            when is_whole and aimed_width <= 1 then 1.0
            when aimed_width <= 1.000001 * tens then tens
            when aimed_width <= 2.000001 * tens then 2 * tens
            when aimed_width <= 5.000001 * tens then 5 * tens
            else 10 * tens
        end as width

    from aimed

),

placed as (

    select
        *,
        case
            when scale = 'logarithmic' or tens is null then shaped_minimum
            else floor(shaped_minimum / width + 0.000001) * width
        end as first_limit

    from rounded

),

histogram_scales as (

    select
        segmentation,
        feature,
        scale,
        is_whole,
        minimum,
        maximum,
        first_limit,
        width,
        case
            when scale = 'logarithmic' then {{ bars }}
            when tens is null then 1
            when is_whole then cast(floor((shaped_maximum - first_limit) / width + 0.000001) as integer) + 1
            else greatest(cast(ceil((shaped_maximum - first_limit) / width - 0.000001) as integer), 1)
        end as bars

    from placed

)

select * from histogram_scales
