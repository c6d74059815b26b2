-- Three hundred made-up members, of three kinds by what they spend.
select
    members.number as member_no,
    1 + members.number % 40 as visits,
    case members.number % 3
        when 0 then 500 + (members.number * 7919) % 300
        when 1 then 60 + (members.number * 104729) % 40
        else 5 + (members.number * 1299709) % 5
    end as spend
from range(1, 301) as members (number)
