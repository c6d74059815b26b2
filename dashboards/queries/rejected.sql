-- Rows that could not be used, the most first.
select
    source,
    reason,
    count(*) as rejected_rows
from marts.rejected_rows
group by source, reason
order by rejected_rows desc, source, reason
