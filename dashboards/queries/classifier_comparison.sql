-- The networks compared with other models, on the same splits.
select *
from marts.classifier_comparison
where segmentation = $segmentation
