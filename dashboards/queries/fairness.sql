-- What is flagged first, then what is furthest from even.
select
    audit.feature,
    coalesce(catalogue.feature_label, replace(audit.feature, '_', ' ')) as feature_label,
    audit.level,
    audit.segment_id,
    audit.segment_name,
    audit.customers,
    audit.level_customers,
    audit.share_of_level,
    audit.share_of_level_low,
    audit.share_of_level_high,
    audit.share_of_all,
    audit.ratio,
    audit.deviations,
    audit.is_flagged
from marts.fairness_audit as audit
left join marts.feature_catalogue as catalogue
    on
        audit.segmentation = catalogue.segmentation
        and audit.feature = catalogue.feature
where audit.segmentation = $segmentation
order by not audit.is_flagged, abs(ln(greatest(audit.ratio, 0.001))) desc, audit.feature, audit.level, audit.segment_id
