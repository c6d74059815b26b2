{{ config(severity='warn') }}
-- A history that has reached a later day than this build: it is not continued, and its open stays are not those of
-- today. Where the later day was a mistake, as after a line with a wrong date, `segments undo DAY` takes it back.
{%- set later %}
select
    champions.segmentation,
    champions.as_of_date,
    min(days.day) as first_later_day,
    max(days.day) as history_until

from {{ ref('champions') }} as champions

inner join (
    select segmentation, valid_from as day from {{ ref('segment_history') }}
    union all
    select segmentation, valid_to from {{ ref('segment_history') }}
) as days
    on
        champions.segmentation = days.segmentation
        and champions.as_of_date < days.day

group by champions.segmentation, champions.as_of_date
{%- endset %}
{%- do report_later_days(later) %}
{{ later }}
