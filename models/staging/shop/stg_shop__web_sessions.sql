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

    {{ numbered_rows(input_rows('web_sessions', raw_columns), raw_columns) }}

),

renamed as (

    select
        -- ids
        row_hash || '-' || cast(copy_number as string) as row_id,
        nullif(trim(session_id), '') as session_id,
        nullif(trim(customer_id), '') as customer_id,

        -- strings
        nullif(trim(device), '') as device,
        {{ json_row(raw_columns) }} as raw_row,

        -- numerics
        copy_number,
        try_cast(trim(pages) as integer) as pages,
        try_cast(trim(minutes) as decimal(10, 2)) as minutes,

        -- timestamps
        try_cast(trim(started_at) as timestamp) as started_at

    from source

)

select * from renamed
