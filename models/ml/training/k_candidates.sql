with

cluster_quality as (

    select * from {{ ref('cluster_quality') }}

),

k_criteria as (

    select * from {{ ref('k_criteria') }}

),

clusterings_summed as (

    select
        segmentation,
        version,
        k,
        sum(customers) as customers,
        min(customers) as smallest_size,
        max(customers) as largest_size,
        sum(sampled) as sampled,
        sum(sampled * silhouette) / sum(sampled) as silhouette,
        sum(sampled * (silhouette_deviation * silhouette_deviation + silhouette * silhouette)) / sum(sampled)
            as mean_square_silhouette,
        avg(stability) as stability

    from cluster_quality

    group by segmentation, version, k

),

candidates as (

    select
        clusterings_summed.segmentation,
        clusterings_summed.version,
        clusterings_summed.k,
        k_criteria.inertia,
        clusterings_summed.silhouette,
        sqrt(
            greatest(
                clusterings_summed.mean_square_silhouette
                - clusterings_summed.silhouette * clusterings_summed.silhouette,
                0
            ) / clusterings_summed.sampled
        ) as silhouette_se,
        k_criteria.gap,
        k_criteria.gap_se,
        k_criteria.calinski_harabasz,
        k_criteria.davies_bouldin,
        k_criteria.mixture_gain,
        k_criteria.mixture_gain_se,
        clusterings_summed.stability,
        clusterings_summed.smallest_size,
        clusterings_summed.smallest_size * 1.0 / clusterings_summed.customers as smallest_share,
        clusterings_summed.largest_size * 1.0 / clusterings_summed.customers as largest_share

    from clusterings_summed

    inner join k_criteria
        on
            clusterings_summed.segmentation = k_criteria.segmentation
            and clusterings_summed.version = k_criteria.version
            and clusterings_summed.k = k_criteria.k

)

select * from candidates
