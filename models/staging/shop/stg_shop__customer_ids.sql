{% set raw_columns = [
    'source',
    'source_customer_id',
    'customer_id',
] %}

with

source as (

    {{ input_rows('customer_ids', raw_columns) }}

),

renamed as (

    select
        -- ids
        shop,
        {{ row_key(['shop', 'unreadable_line'] + raw_columns) }} as row_key,
        nullif(trim(source_customer_id), '') as source_customer_id,
        nullif(trim(customer_id), '') as customer_id,

        -- strings
        coalesce(nullif(trim(source), ''), '*') as source,
        {{ raw_row(raw_columns) }} as raw_row,
        unreadable_line

    from source

)

select * from renamed
