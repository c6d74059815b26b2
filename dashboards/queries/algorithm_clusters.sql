select
    clusters.algorithm,
    clusters.cluster,
    clusters.similar_segment_id,
    count(*) as customers,
    avg(points.pc1) as pc1,
    avg(points.pc2) as pc2
from marts.algorithm_points as clusters
inner join marts.segment_points as points
    on
        clusters.segmentation = points.segmentation
        and clusters.customer_id = points.customer_id
where clusters.segmentation = $segmentation
group by clusters.algorithm, clusters.cluster, clusters.similar_segment_id
order by clusters.algorithm, clusters.cluster = 0, clusters.cluster
