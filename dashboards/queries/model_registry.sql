select *
from marts.model_registry
where segmentation = $segmentation
order by version desc
