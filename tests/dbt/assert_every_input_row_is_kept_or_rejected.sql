-- No input row is lost and none is counted twice: an input holds what was kept plus what was rejected.
select * from {{ ref('int_input_counts') }}
where rows_read != rows_kept + rows_rejected
