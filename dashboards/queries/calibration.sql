-- Confidence and accuracy on test customers by model and bin of confidence, without empty bins.
select *
from marts.classifier_calibration
where segmentation = $segmentation and split_set = 'test' and customers > 0
order by bin
