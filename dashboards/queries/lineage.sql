-- What became of each segment with each model that took over, the latest first; by its name then, the other one by that
-- of today, or the last it had.
with

old_names as (

    select
        segment_id,
        max(current_segment_name) as segment_name
    from marts.segment_history
    where segmentation = $segmentation
    group by segment_id

)

select
    lineage.version,
    lineage.as_of_date,
    lineage.segment_id,
    coalesce(lineage.segment_name, own_names.segment_name) as segment_name,
    lineage.event,
    lineage.other_segment_id,
    other_names.segment_name as other_segment_name,
    lineage.customers_before,
    lineage.customers_after,
    lineage.shared,
    lineage.overlap,
    lineage.reason
from marts.segment_lineage as lineage
left join old_names as own_names on lineage.segment_id = own_names.segment_id
left join old_names as other_names on lineage.other_segment_id = other_names.segment_id
where lineage.segmentation = $segmentation
order by lineage.version desc, lineage.segment_id = 0, lineage.segment_id
