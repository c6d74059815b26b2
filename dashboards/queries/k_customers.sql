-- Sampled customers in every clustering tried, in the order of a silhouette plot.
select
    k,
    cluster,
    silhouette,
    pc1,
    pc2
from marts.k_customers
where segmentation = $segmentation
order by k, cluster, silhouette_rank
