{% set raw_columns = [
    'order_id',
    'product_id',
    'product_name',
    'category',
    'quantity',
    'unit_price',
    'list_price',
    'ordered_at',
    'customer_id',
] %}

with

source as (

    {{ numbered_rows(input_rows('order_lines', raw_columns), raw_columns) }}

),

renamed as (

    select
        -- ids
        row_hash || '-' || cast(copy_number as string) as row_id,
        nullif(trim(order_id), '') as order_id,
        nullif(trim(customer_id), '') as customer_id,
        nullif(trim(product_id), '') as product_id,

        -- strings
        nullif(trim(product_name), '') as product_name,
        nullif(trim(category), '') as category,
        {{ json_row(raw_columns) }} as raw_row,

        -- numerics
        copy_number,
        try_cast(trim(quantity) as decimal(10, 3)) as quantity,
        try_cast(trim(unit_price) as decimal(13, 4)) as unit_price,
        try_cast(trim(list_price) as decimal(13, 4)) as list_price,

        -- timestamps
        try_cast(trim(ordered_at) as timestamp) as ordered_at

    from source

)

select * from renamed
