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

bins as (

    select * from {{ ref('histogram_bins') }}

),

features as (

    select * from {{ ref('segmentation_features') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

-- All bars of a feature are on one scale, which stands with the first one. The largest value is in the last bar.
located as (

    select
        feature_values.segmentation,
        feature_values.feature,
        feature_values.segment_id,
        case
            when bins.scale = 'logarithmic' then {{ shaped_value('feature_values.value', 'log') }}
            else feature_values.value
        end as shaped_value,
        bins.first_limit,
        bins.width,
        bins.bars

    from feature_values

    inner join bins
        on
            feature_values.segmentation = bins.segmentation
            and feature_values.feature = bins.feature

    where bins.bin = 1

),

counted as (

    select
        segmentation,
        feature,
        segment_id,
        least(floor((shaped_value - first_limit) / width + 0.000001), bars - 1) as place,
        count(*) as customers

    from located

    group by 1, 2, 3, 4

),

segments as (

    select distinct
        segmentation,
        feature,
        segment_id

    from counted

),

-- A bar of which a segment has nobody is a row too.
feature_histograms as (

    select
        bins.segmentation,
        bins.feature,
        features.feature_label,
        nullif(segments.segment_id, -1) as segment_id,
        labels.segment_name,
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

    inner join features
        on
            bins.segmentation = features.segmentation
            and bins.feature = features.feature

    left join counted
        on
            bins.segmentation = counted.segmentation
            and bins.feature = counted.feature
            and bins.place = counted.place
            and segments.segment_id = counted.segment_id

    left join labels
        on
            segments.segmentation = labels.segmentation
            and segments.segment_id = labels.segment_id

)

select {{ contracted_columns() }} from feature_histograms
