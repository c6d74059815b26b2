-- Exactly one of the two is given: a line's kind when it is kept, the reason when it is rejected.
select * from {{ ref('stg_shop__order_lines') }}
where (line_kind is null) = (reject_reason is null)
