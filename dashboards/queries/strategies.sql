select *
from marts.segment_strategies
where segmentation = $segmentation
order by segment_id, priority
