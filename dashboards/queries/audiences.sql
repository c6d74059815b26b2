-- The audiences of a segmentation.
select *
from marts.audiences
where segmentation = $segmentation
order by audience
