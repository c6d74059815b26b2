select
    feature,
    feature_label,
    kind,
    forms_segments
from marts.feature_catalogue
where segmentation = $segmentation
order by position
