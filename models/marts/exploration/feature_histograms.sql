with

counts as (

    select * from {{ ref('histogram_counts') }}

),

features as (

    select * from {{ ref('segmentation_features') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

feature_histograms as (

    select
        counts.segmentation,
        counts.feature,
        features.feature_label,
        cast(counts.segment_id as integer) as segment_id,
        labels.segment_name,
        counts.scale,
        counts.is_whole,
        cast(counts.bin as integer) as bin,
        cast(counts.lower_limit as double) as lower_limit,
        cast(counts.upper_limit as double) as upper_limit,
        cast(counts.customers as bigint) as customers

    from counts

    inner join features
        on
            counts.segmentation = features.segmentation
            and counts.feature = features.feature

    left join labels
        on
            counts.segmentation = labels.segmentation
            and counts.segment_id = labels.segment_id

)

select * from feature_histograms
