{#- Bars aimed at; with round limits there are 8 to 21 of them. -#}
{%- set bars = 20 -%}

with

features as (

    select * from {{ ref('segmentation_features') }}

),

statistics as (

    select * from {{ ref('number_statistics') }}

    where
        grain = 'customer'
        and stage = 'after cleaning'
        and known > 0

),

-- Whole numbers that are few enough have a bar each, whatever their transform; a single value is one bar.
scales as (

    select
        statistics.segmentation,
        statistics.feature,
        statistics.is_whole,
        statistics.minimum,
        statistics.maximum,
        case
            when statistics.minimum = statistics.maximum then 'linear'
            when statistics.is_whole and statistics.maximum - statistics.minimum <= {{ bars }} then 'linear'
            when features.transform = 'log' then 'logarithmic'
            when
                statistics.skewness >= {{ setting('heavy_tail_skewness') }}
                and abs(statistics.log_skewness) <= 0.5 * statistics.skewness
                then 'logarithmic'
            else 'linear'
        end as scale

    from statistics

    inner join features
        on
            statistics.segmentation = features.segmentation
            and statistics.feature = features.feature

),

shaped as (

    select
        *,
        case when scale = 'logarithmic' then {{ shaped_value('minimum', 'log') }} else minimum end as first_value,
        case when scale = 'logarithmic' then {{ shaped_value('maximum', 'log') }} else maximum end as last_value

    from scales

),

-- A width that gives as many bars as are aimed at, and the power of ten under it.
aimed as (

    select
        *,
        (last_value - first_value) / {{ bars }} as aimed_width,
        power(10.0, floor(log10(nullif((last_value - first_value) / {{ bars }}, 0)))) as tens

    from shaped

),

-- On the linear scale 1, 2 or 5 times a power of ten.
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

-- A linear scale begins at a multiple of the width.
counted as (

    select
        *,
        case
            when scale = 'logarithmic' or tens is null then first_value
            else floor(first_value / width + 0.000001) * width
        end as first_limit,
        cast(
            case
                when scale = 'logarithmic' then {{ bars }}
                when tens is null then 1
                when is_whole then floor(last_value / width + 0.000001) - floor(first_value / width + 0.000001) + 1
                else greatest(ceil(last_value / width - 0.000001) - floor(first_value / width + 0.000001), 1)
            end as integer
        ) as bars

    from rounded

),

-- Where each bar begins, and where the last one ends. A logarithmic scale ends in the extremes themselves.
edges as (

    select
        counted.*,
        places.place,
        case
            when counted.scale = 'logarithmic' and places.place = 0 then counted.minimum
            when counted.scale = 'logarithmic' and places.place = counted.bars then counted.maximum
            when counted.scale = 'logarithmic'
                then {{ unshaped_value('(counted.first_limit + places.place * counted.width)', 'log') }}
            else counted.first_limit + places.place * counted.width
        end as edge

    from counted

    inner join (values ({{ range(bars + 3) | join('), (') }})) as places (place) on counted.bars >= places.place

),

paired as (

    select
        *,
        lead(edge) over (partition by segmentation, feature order by place) as next_edge

    from edges

),

-- Both limits of a bar of whole numbers are in it. Adding 0 takes the sign off a zero.
limited as (

    select
        *,
        case when is_whole then ceil(edge - 0.000001) + 0.0 else edge end as lower_limit,
        case
            when minimum = maximum then edge
            when not is_whole then next_edge
            when scale = 'logarithmic' and place + 1 = bars then maximum
            else ceil(next_edge - 0.000001) - 1.0
        end as upper_limit

    from paired

),

-- On a logarithmic scale there are bars between two whole numbers, which are left out.
histogram_bins as (

    select
        segmentation,
        feature,
        scale,
        is_whole,
        first_limit,
        width,
        bars,
        place,
        lower_limit,
        upper_limit,
        row_number() over (partition by segmentation, feature order by place) as bin

    from limited

    where
        place < bars
        and lower_limit <= upper_limit

)

select * from histogram_bins
