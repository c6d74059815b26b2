-- Test customers by model, segment and predicted segment.
select *
from marts.classifier_confusion
where segmentation = $segmentation and split_set = 'test'
order by segment_id, predicted_segment_id
