select
    catalogue.feature,
    catalogue.feature_label,
    after.level,
    after.customers,
    after.share,
    before.share as share_before
from marts.feature_catalogue as catalogue
inner join marts.category_frequencies as after
    on
        catalogue.segmentation = after.segmentation
        and catalogue.feature = after.feature
        and after.stage = 'after cleaning'
left join marts.category_frequencies as before
    on
        after.segmentation = before.segmentation
        and after.feature = before.feature
        and after.level = before.level
        and before.stage = 'before cleaning'
where catalogue.segmentation = $segmentation
order by not catalogue.forms_segments, catalogue.position, after.level_rank
