-- What the customers are worth who moved, came, left or stayed in the last period, the most to come first within each.
select *
from marts.movement_value
where segmentation = $segmentation
order by
    case movement when 'moved' then 1 when 'came' then 2 when 'left' then 3 else 4 end,
    value_next_year desc, from_segment_id, to_segment_id
