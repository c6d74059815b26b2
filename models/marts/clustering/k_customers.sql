with

silhouettes as (

    {{ unnested(ref('projected_customers'), 'clusters', ['segmentation', 'customer_id']) | indent(4) }}

),

points as (

    select * from {{ ref('projected_customers') }}

),

k_customers as (

    select
        silhouettes.segmentation,
        cast(silhouettes.k as integer) as k,
        silhouettes.customer_id,
        cast(silhouettes.cluster as integer) as cluster,
        cast(silhouettes.silhouette as double) as silhouette,
        cast(row_number() over (
            partition by silhouettes.segmentation, silhouettes.k, silhouettes.cluster
            order by silhouettes.silhouette desc, silhouettes.customer_id
        ) as integer) as silhouette_rank,
        cast(points.pc1 as double) as pc1,
        cast(points.pc2 as double) as pc2

    from silhouettes

    inner join points
        on
            silhouettes.segmentation = points.segmentation
            and silhouettes.customer_id = points.customer_id

)

select * from k_customers
