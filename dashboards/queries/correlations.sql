select
    after.feature,
    after.other_feature,
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
where
    after.segmentation = $segmentation
    and after.stage = 'after cleaning'
order by abs(after.transformed_correlation) desc nulls last, after.feature, after.other_feature
