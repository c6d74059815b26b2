-- How far to trust the segments, as one of three levels, with what it follows from.
with

measured as (

    select
        count(stability) as measured,
        count(*) filter (where stability_word = 'stable') as stable,
        count(*) filter (where stability_word = 'doubtful') as doubtful,
        max(segmentation_kind) as segmentation_kind,
        max(kind_meaning) as kind_meaning
    from marts.segments
    where segmentation = $segmentation and segment_id > 0

),

drifted as (

    select max_by(drift, as_of_date) as drift
    from marts.assignment_drift
    where segmentation = $segmentation

),

warned as (

    select count(*) as warnings
    from marts.data_findings
    where segmentation = $segmentation and severity = 'warning'

),

sure as (

    select
        count(*) as customers,
        count(*) filter (where probability < 0.6) as between_two
    from marts.customer_segments
    where segmentation = $segmentation and assigned_by <> 'none' and probability is not null
    having count(*) > 0

)

select
    measured.*,
    drifted.drift,
    warned.warnings,
    sure.customers,
    sure.between_two,
    case
        when segmentation_kind is null then 'low'
        when segmentation_kind = 'constructive' or (measured > 0 and 2 * doubtful >= measured) then 'low'
        when stable < measured or measured = 0 or coalesce(drift, '') = 'much' or warnings > 0 then 'medium'
        else 'high'
    end as level
from measured
cross join drifted
cross join warned
left join sure on true
