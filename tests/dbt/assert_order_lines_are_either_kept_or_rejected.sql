-- Exactly one of the two is given: a line's kind when it is kept, the reason when it is rejected.
select * from {{ ref('int_order_lines_classified') }}
where (line_kind is null) = (reject_reason is null)
