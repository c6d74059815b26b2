-- Update methods compared with each other, the latest challenger first.
select
    registry.version,
    registry.is_champion,
    updates.trained_on,
    updates.way,
    updates.held_out,
    updates.silhouette,
    updates.churn,
    updates.network_accuracy,
    updates.splits,
    updates.silhouette_gain,
    updates.silhouette_gain_low,
    updates.silhouette_gain_high,
    updates.compared_with_champion,
    updates.verdict
from marts.model_updates as updates
inner join marts.model_registry as registry
    on
        updates.segmentation = registry.segmentation
        and updates.version = registry.version
where updates.segmentation = $segmentation
order by registry.version desc, list_position(['champion', 'anew', 'warm_start', 'combined'], updates.way)
