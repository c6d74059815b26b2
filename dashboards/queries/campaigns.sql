-- Campaigns of a segmentation, those that matter now first.
select *
from marts.campaigns
where segmentation = $segmentation
order by case stage when 'running' then 1 when 'ended' then 2 else 3 end, starts_on desc, campaign
