-- Who comes back, by the month of the first order; months that are not over are left out.
select *
from marts.cohorts
where segmentation = $segmentation and is_complete
order by segment_id nulls first, cohort_month, months_since
