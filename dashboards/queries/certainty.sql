-- Customers assigned by what they have done, those who are sure of their segment and those between two.
select
    count(*) as customers,
    count(case when probability >= 0.8 then 1 end) as sure,
    count(case when probability < 0.6 then 1 end) as between,
    (
        select registry.calibration_error
        from marts.model_registry as registry
        where registry.segmentation = $segmentation and registry.is_champion
    ) as calibration_error
from marts.customer_segments
where segmentation = $segmentation and assigned_by in ('clustering', 'classifier')
