-- Profiles of the segments: features that form them first, of these the ones by which segments differ most.
select
    segment_id,
    segment_name,
    feature,
    level,
    coalesce(feature_label, feature) as feature_label,
    unit,
    in_clustering,
    typical,
    population_typical,
    z_score,
    distinctiveness_rank
from marts.segment_profiles
where segmentation = $segmentation and segment_id > 0 and coalesce(level, '') <> '(missing)'
order by
    in_clustering desc,
    max(abs(z_score)) over (partition by feature, level) desc,
    feature,
    level,
    segment_id
