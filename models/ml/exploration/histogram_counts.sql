with

-- -1 stands for those who are only expected in a segment.
feature_values as (

    select
        segmentation,
        feature,
        value,
        coalesce(segment_id, -1) as segment_id

    from {{ ref('feature_values') }}

    where value is not null

),

scales as (

    select * from {{ ref('histogram_scales') }}

),

bins as (

    select * from {{ ref('histogram_bins') }}

),

shaped as (

    select
        feature_values.segmentation,
        feature_values.feature,
        feature_values.segment_id,
        scales.bars,
        scales.first_limit,
        scales.width,
        case
            when scales.scale = 'logarithmic' then {{ shaped_value('feature_values.value', 'log') }}
            else feature_values.value
        end as shaped_value

    from feature_values

    inner join scales
        on
            feature_values.segmentation = scales.segmentation
            and feature_values.feature = scales.feature

),

-- The largest value is in the last bar.
placed as (

    select
        segmentation,
        feature,
        segment_id,
        least(cast(floor((shaped_value - first_limit) / width + 0.000001) as integer), bars - 1) as place

    from shaped

),

counted as (

    select
        segmentation,
        feature,
        segment_id,
        place,
        count(*) as customers

    from placed

    group by segmentation, feature, segment_id, place

),

segments as (

    select distinct
        segmentation,
        feature,
        segment_id

    from counted

),

histogram_counts as (

    select
        bins.segmentation,
        bins.feature,
        nullif(segments.segment_id, -1) as segment_id,
        bins.scale,
        bins.is_whole,
        bins.bin,
        bins.lower_limit,
        bins.upper_limit,
        coalesce(counted.customers, 0) as customers

    from bins

    inner join segments
        on
            bins.segmentation = segments.segmentation
            and bins.feature = segments.feature

    left join counted
        on
            bins.segmentation = counted.segmentation
            and bins.feature = counted.feature
            and bins.place = counted.place
            and segments.segment_id = counted.segment_id

)

select * from histogram_counts
