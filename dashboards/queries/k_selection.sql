select *
from marts.k_selection
where segmentation = $segmentation
order by k
