-- How much the segments say of customers, next to simpler groupings: the segments first.
select *
from marts.segmentation_usefulness
where segmentation = $segmentation
order by case way when 'segments' then 1 when 'rfm_names' then 2 when 'rfm_cells' then 3 when 'bands' then 4 else 5 end
