select *
from marts.classifier_training_history
where segmentation = $segmentation
order by epoch
