-- For how many the segment would be right if it were predicted for every newcomer, by what is known at each stage.
select
    moment,
    accuracy
from marts.cold_start_coverage
where segmentation = $segmentation
qualify row_number() over (partition by moment order by threshold, model <> 'network', model) = 1
order by moment <> 'sign-up', moment
