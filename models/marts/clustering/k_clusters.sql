with

quality as (

    select * from {{ in_use('k_clusters') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

shown as (

    {{ unnested(ref('projected_customers'), 'clusters', ['segmentation', 'customer_id']) | indent(4) }}

),

silhouettes as (

    select
        segmentation,
        k,
        cluster,
        count(*) as sampled,
        avg(case when silhouette < 0 then 1.0 else 0.0 end) as nearer_to_another_share

    from shown

    group by segmentation, k, cluster

),

k_clusters as (

    select
        quality.segmentation,
        cast(quality.k as integer) as k,
        cast(quality.cluster as integer) as cluster,
        cast(nullif(quality.segment_id, 0) as integer) as segment_id,
        labels.segment_name,
        cast(quality.customers as bigint) as customers,
        cast(quality.customers as double)
        / sum(quality.customers) over (partition by quality.segmentation, quality.k) as customer_share,
        cast(quality.silhouette as double) as silhouette,
        cast(quality.stability as double) as stability,
        cast(coalesce(silhouettes.sampled, 0) as bigint) as sampled,
        cast(silhouettes.nearer_to_another_share as double) as nearer_to_another_share

    from quality

    left join labels
        on
            quality.segmentation = labels.segmentation
            and nullif(quality.segment_id, 0) = labels.segment_id

    left join silhouettes
        on
            quality.segmentation = silhouettes.segmentation
            and quality.k = silhouettes.k
            and quality.cluster = silhouettes.cluster

)

select * from k_clusters
