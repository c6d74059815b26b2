-- Which rows of the input were not used, and why?
-- One row per source and reason, with one of the rows as an example.

with

rejected_rows as (

    select * from {{ ref('rejected_rows') }}

),

reasons as (

    select
        source,
        reason,
        count(*) as row_count,
        min(raw_row) as example_row

    from rejected_rows

    group by source, reason

),

shares as (

    select
        source,
        reason,
        row_count,
        row_count * 1.0 / sum(row_count) over (partition by source) as share_of_rejected,
        example_row

    from reasons

)

select * from shares
order by source, row_count desc, reason
