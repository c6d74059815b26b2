-- The members of an audience, in their order of preference.
select
    customer_id,
    segment_id,
    segment_name,
    expected_value,
    member_since
from marts.audience_members
where audience = $audience and left_on is null
order by place
