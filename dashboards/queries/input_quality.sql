select
    source,
    rows_read,
    rows_rejected,
    rejected_share
from marts.input_quality
where segmentation = $segmentation
order by rejected_share desc, source
