{{ config(severity='warn') }}
-- A model that stands though its customers, or its segments, are much unlike those it was trained on.
select
    feature_drift.segmentation,
    feature_drift.feature as what,
    feature_drift.stability_index
from {{ ref('feature_drift') }} as feature_drift
inner join {{ ref('champions') }} as champions
    on
        feature_drift.segmentation = champions.segmentation
        and feature_drift.as_of_date = champions.as_of_date
where feature_drift.drift = 'much' and not feature_drift.was_trained
union all
select
    assignment_drift.segmentation,
    'sizes of the segments' as what,
    assignment_drift.size_stability_index as stability_index
from {{ ref('assignment_drift') }} as assignment_drift
inner join {{ ref('champions') }} as champions
    on
        assignment_drift.segmentation = champions.segmentation
        and assignment_drift.as_of_date = champions.as_of_date
        and assignment_drift.compared_with_version = champions.version
where assignment_drift.drift = 'much'
