select
    features.customer_id,
    features.feature,
    features.value
from marts.point_features as features
inner join marts.feature_catalogue as catalogue
    on
        features.segmentation = catalogue.segmentation
        and features.feature = catalogue.feature
where
    features.segmentation = $segmentation
    and catalogue.kind = 'number'
    and features.feature in (
        select feature
        from marts.feature_catalogue
        where
            segmentation = $segmentation
            and kind = 'number'
        order by not forms_segments, position
        limit $most_features
    )
order by features.feature, features.customer_id
