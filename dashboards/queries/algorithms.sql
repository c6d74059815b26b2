select *
from marts.algorithm_comparison
where segmentation = $segmentation
order by not is_chosen, adjusted_rand desc nulls last, algorithm
