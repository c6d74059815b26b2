-- Two versions can be the same model; the first of them is the one that took over.
select
    drifts.as_of_date,
    drifts.model_version,
    registry.version,
    registry.trained_on,
    drifts.compared_with_version,
    drifts.customers,
    drifts.size_stability_index,
    drifts.mean_distance,
    drifts.mean_distance_at_training,
    drifts.outside_share,
    drifts.low_confidence_share,
    drifts.low_confidence_share_at_training,
    drifts.drift
from marts.assignment_drift as drifts
left join marts.model_registry as registry
    on
        drifts.segmentation = registry.segmentation
        and drifts.model_version = registry.model_version
where drifts.segmentation = $segmentation
qualify row_number() over (partition by drifts.as_of_date order by registry.version) = 1
order by drifts.as_of_date
