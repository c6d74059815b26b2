{% set raw_columns = [
    'ticket_id',
    'customer_id',
    'opened_at',
    'topic',
    'is_complaint',
    'satisfaction',
] %}

with

source as (

    {{ numbered_rows(input_rows('support_tickets', raw_columns), raw_columns) }}

),

renamed as (

    select
        -- ids
        row_hash || '-' || cast(copy_number as string) as row_id,
        nullif(trim(ticket_id), '') as ticket_id,
        nullif(trim(customer_id), '') as customer_id,

        -- strings
        nullif(trim(topic), '') as topic,
        {{ json_row(raw_columns) }} as raw_row,

        -- numerics
        copy_number,
        try_cast(trim(satisfaction) as integer) as satisfaction,

        -- booleans
        try_cast(trim(is_complaint) as boolean) as is_complaint,

        -- timestamps
        try_cast(trim(opened_at) as timestamp) as opened_at

    from source

)

select * from renamed
