select
    coalesce(catalogue.feature_label, replace(after.feature, '_', ' ')) as label,
    coalesce(catalogue.forms_segments, false) as forms_segments,
    catalogue.unit,
    after.*,
    before.row_count as row_count_before,
    before.missing as missing_before,
    before.unreadable as unreadable_before,
    before.mean as mean_before,
    before.median as median_before,
    before.maximum as maximum_before,
    before.row_count is not null as has_before
from marts.feature_statistics as after
left join marts.feature_statistics as before
    on
        after.segmentation = before.segmentation
        and after.grain = before.grain
        and after.feature = before.feature
        and before.stage = 'before cleaning'
left join marts.feature_catalogue as catalogue
    on
        after.grain = 'customer'
        and after.segmentation = catalogue.segmentation
        and after.feature = catalogue.feature
where
    after.segmentation = $segmentation
    and after.stage = 'after cleaning'
order by after.grain, not forms_segments, catalogue.position, after.feature
