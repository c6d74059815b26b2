-- How many of which segments are in each audience today.
select
    members.audience,
    members.segment_id,
    segments.segment_name,
    segments.customers,
    count(*) as members
from marts.audience_members as members
inner join marts.segments as segments
    on
        members.segmentation = segments.segmentation
        and members.segment_id = segments.segment_id
where members.segmentation = $segmentation and members.left_on is null
group by members.audience, members.segment_id, segments.segment_name, segments.customers
order by members.audience, members desc, members.segment_id
