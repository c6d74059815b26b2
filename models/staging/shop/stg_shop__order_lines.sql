{% set raw_columns = [
    'order_id',
    'product_id',
    'product_name',
    'category',
    'quantity',
    'unit_price',
    'amount',
    'list_price',
    'ordered_at',
    'customer_id',
] %}

with

source as (

    {{ input_rows('order_lines', raw_columns, may_lack=['order_id', 'quantity', 'amount']) }}

),

renamed as (

    select
        -- ids
        shop,
        {{ row_key(['shop', 'unreadable_line'] + raw_columns) }} as row_key,
        nullif(trim(order_id), '') as order_id,
        nullif(trim(customer_id), '') as source_customer_id,
        nullif(trim(product_id), '') as product_id,

        -- strings
        nullif(trim(product_name), '') as product_name,
        nullif(trim(category), '') as category,
        {{ raw_row(raw_columns) }} as raw_row,
        unreadable_line,

        -- numerics
        {{ typed('quantity', 'order_lines', 'decimal(10, 3)') }} as quantity,
        {{ typed('unit_price', 'order_lines', 'decimal(13, 4)') }} as unit_price,
        {{ typed('amount', 'order_lines', 'decimal(18, 4)') }} as amount,
        {{ typed('list_price', 'order_lines', 'decimal(13, 4)') }} as list_price,

        -- booleans
        lacks_order_id,
        lacks_quantity,
        not lacks_amount as has_amount,

        -- timestamps
        {{ typed('ordered_at', 'order_lines', 'timestamp') }} as ordered_at

    from source

)

select * from renamed
