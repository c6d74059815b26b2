-- Whom a campaign addresses: its treated customers, and none of those held out.
select
    customer_id,
    segment_id,
    segment_name,
    expected_value
from marts.campaign_assignments
where campaign = $campaign and campaign_group = 'treated'
order by customer_id
