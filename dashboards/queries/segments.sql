-- By number, the excluded customers (0) last.
select *
from marts.segments
where segmentation = $segmentation
order by segment_id = 0, segment_id
