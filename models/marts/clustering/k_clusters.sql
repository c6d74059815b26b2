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
        avg(case when silhouette < 0 then 1e0 else 0e0 end) as nearer_to_another_share

    from shown

    group by segmentation, k, cluster

),

k_clusters as (

    select
        quality.segmentation,
        quality.k,
        quality.cluster,
        nullif(quality.segment_id, 0) as segment_id,
        labels.segment_name,
        quality.customers,
        cast(quality.customers as double)
        / sum(quality.customers) over (partition by quality.segmentation, quality.k) as customer_share,
        quality.silhouette,
        quality.stability,
        coalesce(silhouettes.sampled, 0) as sampled,
        silhouettes.nearer_to_another_share

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

select {{ contracted_columns() }} from k_clusters
