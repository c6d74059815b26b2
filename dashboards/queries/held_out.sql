-- Customers who are held out of campaigns that are not over, with the campaigns: nothing that these offer may reach them.
select
    assignments.customer_id,
    string_agg(campaigns.campaign_label, ', ' order by campaigns.starts_on, campaigns.campaign) as held_out_of
from marts.campaigns as campaigns
inner join marts.campaign_assignments as assignments on campaigns.campaign = assignments.campaign
where
    campaigns.segmentation = $segmentation
    and campaigns.stage <> 'ended'
    and assignments.campaign_group = 'held out'
group by assignments.customer_id
