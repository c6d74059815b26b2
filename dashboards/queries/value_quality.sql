-- How well models and rules would have predicted, the best first.
select *
from marts.value_quality
where shop in (select shop from marts.segment_value where segmentation = $segmentation)
order by
    case question when 'chance' then 1 when 'orders' then 2 else 3 end,
    not is_decisive, measure, figure, model
