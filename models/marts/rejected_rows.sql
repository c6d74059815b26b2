-- depends_on: {{ ref('segmentation_inputs') }}, whose checks come before any public table is touched

with

rejected as (

    select * from {{ ref('int_rejected_rows') }}

),

rejected_rows as (

    select
        dataset,
        source,
        row_id,
        reason,
        raw_row

    from rejected

)

select {{ contracted_columns() }} from rejected_rows
