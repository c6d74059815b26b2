-- The ways to bring a model up to date, held against each other: the latest challenger first. Two versions can be the
-- same model.
select
    registry.version,
    registry.is_champion,
    updates.trained_on,
    updates.way,
    updates.held_out,
    updates.silhouette,
    updates.churn,
    updates.network_accuracy,
    updates.verdict
from marts.model_updates as updates
inner join marts.model_registry as registry
    on
        updates.segmentation = registry.segmentation
        and updates.model_version = registry.model_version
        and updates.trained_on = registry.trained_on
where updates.segmentation = $segmentation
qualify row_number() over (partition by registry.version, updates.way order by updates.silhouette) = 1
order by registry.version desc, list_position(['champion', 'anew', 'warm_start', 'combined'], updates.way)
