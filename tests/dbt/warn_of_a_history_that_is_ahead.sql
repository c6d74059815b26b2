{{ config(severity='warn') }}
-- A history that has reached a later day than this build: it is not continued, and its open stays are not those of
-- today. Where the later day was a mistake, as after a line with a wrong date, `segments undo DAY` takes it back.
select
    history.segmentation,
    champions.as_of_date,
    max(coalesce(history.valid_to, history.valid_from)) as history_until

from {{ ref('segment_history') }} as history

inner join {{ ref('champions') }} as champions on history.segmentation = champions.segmentation

group by history.segmentation, champions.as_of_date

having max(coalesce(history.valid_to, history.valid_from)) > champions.as_of_date
