-- Chances of being in the same segment again, and how often refits agreed, by bin.
select *
from marts.assignment_reliability
where segmentation = $segmentation
order by bin
