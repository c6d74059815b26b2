-- What the segments are worth, the one with the most value to come first.
select *
from marts.segment_value
where segmentation = $segmentation
order by value_next_year desc, segment_id
