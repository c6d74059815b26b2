select
    as_of_date,
    feature,
    feature_label,
    customers,
    stability_index,
    outside_share,
    drift
from marts.feature_drift
where segmentation = $segmentation
order by as_of_date, stability_index desc, feature
