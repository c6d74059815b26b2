with

members as (

    select * from {{ ref('segment_members') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

settings as (

    select * from {{ ref('segmentation_settings') }}

),

choice as (

    select * from {{ ref('k_choice') }}

    where chosen

),

candidates as (

    select * from {{ ref('k_candidates') }}

),

quality as (

    select * from {{ ref('cluster_quality') }}

),

rules as (

    select * from {{ ref('cluster_rules') }}

),

structure_test as (

    select * from {{ ref('structure_test') }}

),

versions as (

    select * from {{ ref('model_versions') }}

),

segments_counted as (

    select
        segmentation,
        segment_id,
        count(*) as customers,
        sum(revenue) as revenue

    from members

    group by segmentation, segment_id

),

segmentations_counted as (

    select
        segmentation,
        sum(customers) as customers,
        sum(revenue) as revenue

    from segments_counted

    group by segmentation

),

segments as (

    select
        segments_counted.segmentation,
        settings.segmentation_label,
        segments_counted.segment_id,
        labels.segment_name,
        labels.description,
        rules.rule,
        segments_counted.customers,
        segments_counted.customers * 1.0 / segmentations_counted.customers as customer_share,
        segments_counted.revenue,
        coalesce(segments_counted.revenue, 0 * segmentations_counted.revenue)
        / nullif(segmentations_counted.revenue, 0) as revenue_share,
        quality.stability,
        quality.silhouette,
        case
            when candidates.silhouette > structure_test.structureless_silhouette then 'found'
            else 'no structure'
        end as structure,
        versions.model_version

    from segments_counted

    inner join segmentations_counted on segments_counted.segmentation = segmentations_counted.segmentation

    inner join settings on segments_counted.segmentation = settings.segmentation

    inner join labels
        on
            segments_counted.segmentation = labels.segmentation
            and segments_counted.segment_id = labels.segment_id

    inner join choice on segments_counted.segmentation = choice.segmentation

    inner join candidates
        on
            choice.segmentation = candidates.segmentation
            and choice.k = candidates.k

    inner join structure_test on segments_counted.segmentation = structure_test.segmentation

    inner join versions on segments_counted.segmentation = versions.segmentation

    left join quality
        on
            choice.segmentation = quality.segmentation
            and choice.k = quality.k
            and segments_counted.segment_id = quality.cluster

    left join rules
        on
            segments_counted.segmentation = rules.segmentation
            and segments_counted.segment_id = rules.cluster

),

typed as (

    select
        segmentation,
        segmentation_label,
        cast(segment_id as integer) as segment_id,
        segment_name,
        cast(customers as bigint) as customers,
        cast(customer_share as double) as customer_share,
        cast(revenue as double) as revenue,
        cast(revenue_share as double) as revenue_share,
        description,
        rule,
        cast(stability as double) as stability,
        cast(silhouette as double) as silhouette,
        structure,
        model_version

    from segments

)

select * from typed
