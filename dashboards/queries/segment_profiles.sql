-- The most distinctive traits of each segment first.
select *
from marts.segment_profiles
where segmentation = $segmentation
order by segment_id, distinctiveness_rank nulls last, feature, level
