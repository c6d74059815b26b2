-- Warnings first.
select *
from marts.data_findings
where segmentation = $segmentation
order by severity <> 'warning', finding, feature, other_feature, source
