-- Of every algorithm the clusters of the customers drawn, in one order; empty for those it does not know.
with

points as (

    select customer_id
    from marts.segment_points
    where segmentation = $segmentation

),

clusters as (

    select
        algorithm,
        customer_id,
        cluster
    from marts.algorithm_points
    where segmentation = $segmentation

)

select
    algorithms.algorithm,
    array_agg(clusters.cluster order by points.customer_id) as clusters
from points
cross join (select distinct algorithm from clusters) as algorithms
left join clusters
    on
        points.customer_id = clusters.customer_id
        and algorithms.algorithm = clusters.algorithm
group by algorithms.algorithm
