with

quality as (

    select * from {{ in_use('cluster_quality') }}

),

segments as (

    select * from {{ ref('cluster_segments') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

silhouettes as (

    select
        segmentation,
        k,
        cluster,
        count(*) as sampled,
        avg(case when silhouette < 0 then 1.0 else 0.0 end) as nearer_to_another_share

    from {{ ref('silhouette_values') }}

    group by segmentation, k, cluster

),

k_clusters as (

    select
        quality.segmentation,
        cast(quality.k as integer) as k,
        cast(quality.cluster as integer) as cluster,
        cast(segments.segment_id as integer) as segment_id,
        labels.segment_name,
        cast(quality.customers as bigint) as customers,
        cast(quality.customers as double)
        / sum(quality.customers) over (partition by quality.segmentation, quality.k) as customer_share,
        cast(quality.silhouette as double) as silhouette,
        cast(quality.stability as double) as stability,
        cast(coalesce(silhouettes.sampled, 0) as bigint) as sampled,
        cast(silhouettes.nearer_to_another_share as double) as nearer_to_another_share

    from quality

    left join segments
        on
            quality.segmentation = segments.segmentation
            and quality.k = segments.k
            and quality.cluster = segments.cluster

    left join labels
        on
            segments.segmentation = labels.segmentation
            and segments.segment_id = labels.segment_id

    left join silhouettes
        on
            quality.segmentation = silhouettes.segmentation
            and quality.k = silhouettes.k
            and quality.cluster = silhouettes.cluster

)

select * from k_clusters
