-- What the customers of each segment did after a day, and how far the segment predicts it.
select *
from marts.segment_outcomes
where segmentation = $segmentation
order by segment_id = 0, segment_id
