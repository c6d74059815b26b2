-- Clusters of every number that was tried, segments in the order of their numbers.
select * from marts.k_clusters
where segmentation = $segmentation
order by k, segment_id, cluster
