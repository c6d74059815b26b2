-- How campaigns have done with each segment: those that have ended, by the measure that decided.
select *
from marts.campaign_results
where
    segmentation = $segmentation
    and is_decisive
    and stage = 'ended'
    and segment_id is not null
order by known_until desc, campaign
