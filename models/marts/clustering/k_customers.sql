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
        silhouettes.k,
        silhouettes.customer_id,
        silhouettes.cluster,
        silhouettes.silhouette,
        row_number() over (
            partition by silhouettes.segmentation, silhouettes.k, silhouettes.cluster
            order by silhouettes.silhouette desc, silhouettes.customer_id
        ) as silhouette_rank,
        points.pc1,
        points.pc2

    from silhouettes

    inner join points
        on
            silhouettes.segmentation = points.segmentation
            and silhouettes.customer_id = points.customer_id

)

select {{ contracted_columns() }} from k_customers
