-- The model that assigns the customers, and the day at whose end it last did.
select
    registry.version,
    registry.model_version,
    registry.trained_on,
    registry.customers,
    registry.reason,
    registry.verdict,
    (
        select max(drifts.as_of_date)
        from marts.assignment_drift as drifts
        where drifts.segmentation = $segmentation
    ) as as_of_date
from marts.model_registry as registry
where registry.segmentation = $segmentation and registry.is_champion
