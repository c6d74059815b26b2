-- What builds predicted: of each question and number of days the last prediction whose days are over, and of the days the
-- first that waits.
with

ranked as (

    select
        *,
        row_number() over (
            partition by shop, question, days, actual is null
            order by case when actual is null then known_on end, as_of_date desc
        ) as place
    from marts.value_drift
    where shop in (select shop from marts.segment_value where segmentation = $segmentation)

)

select
    * exclude (place),
    actual is not null as is_over
from ranked
where place = 1
order by is_over desc, days, case question when 'chance' then 1 when 'orders' then 2 else 3 end
