select
    feature,
    feature_label,
    unit,
    transform,
    forms_segments
from marts.feature_catalogue
where
    segmentation = $segmentation
    and kind = 'number'
order by not forms_segments, position
