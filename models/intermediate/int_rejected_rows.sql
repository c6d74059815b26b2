-- depends_on: {{ ref('reject_reasons') }}, which has all reasons that there are

with

shop_rows as (

    select * from {{ ref('stg_shop__rejected_rows') }}

),

customer_table_rows as (

    select
        segmentation as dataset,
        'customers' as source,
        row_id,
        reject_reason as reason,
        raw_row
    from {{ ref('stg_tables__customers') }}
    where reject_reason is not null

),

rejected as (

    select * from shop_rows
    union all
    select * from customer_table_rows

),

-- What identifies people directly stays in staging.
masked as (

    select
        dataset,
        source,
        row_id,
        reason,
        {{ masked_raw_row('raw_row') }} as raw_row

    from rejected

)

select * from masked
