-- Of each segment the rule that catches most of it first.
select *
from marts.segment_rules
where segmentation = $segmentation
order by segment_id, rule_number
