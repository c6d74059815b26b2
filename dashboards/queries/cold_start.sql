-- Accuracy on new customers by stage, model and threshold, the highest threshold first.
select *
from marts.cold_start_coverage
where segmentation = $segmentation
order by moment <> 'sign-up', moment, threshold desc
