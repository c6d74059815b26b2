select
    after.feature,
    after.other_feature,
    coalesce(features.feature_label, after.feature) as feature_label,
    coalesce(others.feature_label, after.other_feature) as other_feature_label,
    after.customers,
    after.correlation,
    after.transformed_correlation,
    after.strength,
    before.correlation as correlation_before
from marts.feature_correlations as after
left join marts.feature_correlations as before
    on
        after.segmentation = before.segmentation
        and after.feature = before.feature
        and after.other_feature = before.other_feature
        and before.stage = 'before cleaning'
left join marts.feature_catalogue as features
    on
        after.segmentation = features.segmentation
        and after.feature = features.feature
left join marts.feature_catalogue as others
    on
        after.segmentation = others.segmentation
        and after.other_feature = others.feature
where
    after.segmentation = $segmentation
    and after.stage = 'after cleaning'
order by abs(after.transformed_correlation) desc nulls last, after.feature, after.other_feature
