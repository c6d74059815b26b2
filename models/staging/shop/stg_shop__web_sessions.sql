{% set raw_columns = [
    'session_id',
    'customer_id',
    'started_at',
    'device',
    'pages',
    'minutes',
] %}

with

source as (

    {{ input_rows('web_sessions', raw_columns) }}

),

renamed as (

    select
        -- ids
        shop,
        {{ row_key(['shop', 'unreadable_line'] + raw_columns) }} as row_key,
        nullif(trim(session_id), '') as session_id,
        nullif(trim(customer_id), '') as source_customer_id,

        -- strings
        nullif(trim(device), '') as device,
        {{ raw_row(raw_columns) }} as raw_row,
        unreadable_line,

        -- numerics
        {{ typed('pages', 'web_sessions', 'integer') }} as pages,
        {{ typed('minutes', 'web_sessions', 'decimal(10, 2)') }} as minutes,

        -- timestamps
        {{ typed('started_at', 'web_sessions', 'timestamp') }} as started_at

    from source

)

select * from renamed
