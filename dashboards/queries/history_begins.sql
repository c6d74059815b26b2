-- The first day of the history of a segmentation.
select min(valid_from) as began_on
from marts.segment_history
where segmentation = $segmentation
