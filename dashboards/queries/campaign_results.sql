-- What came of the campaigns of a segmentation, all customers before the segments.
select *
from marts.campaign_results
where segmentation = $segmentation
order by campaign, is_decisive desc, measure, segment_id nulls first
