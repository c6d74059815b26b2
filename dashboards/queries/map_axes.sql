select
    component,
    feature,
    level,
    feature_label,
    loading,
    explained_share
from marts.feature_loadings
where segmentation = $segmentation
order by component, abs(loading) desc, feature, level
