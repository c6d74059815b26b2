-- Of the customers of each segment, how many a campaign to come is for, how many are held out of it, and how many are not
-- in its audience.
select
    campaigns.campaign,
    campaigns.campaign_label,
    segments.segment_id,
    segments.segment_name,
    segments.customers,
    count(*) filter (where assignments.campaign_group = 'treated') as treated,
    count(*) filter (where assignments.campaign_group = 'held out') as held_out,
    segments.customers - count(*) as not_in_it
from marts.campaigns as campaigns
inner join marts.campaign_assignments as assignments on campaigns.campaign = assignments.campaign
inner join marts.customer_segments as members
    on
        campaigns.segmentation = members.segmentation
        and assignments.customer_id = members.customer_id
inner join marts.segments as segments
    on
        members.segmentation = segments.segmentation
        and members.segment_id = segments.segment_id
where campaigns.segmentation = $segmentation and campaigns.stage = 'planned'
group by
    campaigns.campaign, campaigns.campaign_label, campaigns.starts_on, segments.segment_id, segments.segment_name,
    segments.customers
order by campaigns.starts_on, campaigns.campaign, count(*) desc, segments.segment_id
