-- Counts over all segmentations.
select
    count(distinct segmentation) as segmentations,
    count(distinct segmentation) filter (where structure = 'found') as with_structure,
    coalesce(sum(customers) filter (where segment_id = 0), 0) as excluded,
    (select count(*) from marts.rejected_rows) as rejected_rows
from marts.segments
