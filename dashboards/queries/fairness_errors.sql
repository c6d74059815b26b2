-- For whom the network is wrong most often.
select
    errors.feature,
    coalesce(catalogue.feature_label, replace(errors.feature, '_', ' ')) as feature_label,
    errors.level,
    errors.customers,
    errors.tests,
    errors.errors,
    errors.error_share,
    errors.error_share_low,
    errors.error_share_high,
    errors.error_share_of_all,
    errors.is_flagged
from marts.fairness_errors as errors
left join marts.feature_catalogue as catalogue
    on
        errors.segmentation = catalogue.segmentation
        and errors.feature = catalogue.feature
where errors.segmentation = $segmentation
order by not errors.is_flagged, errors.feature, errors.error_share desc, errors.level
