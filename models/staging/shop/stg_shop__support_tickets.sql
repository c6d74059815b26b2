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

    {{ input_rows('support_tickets', raw_columns) }}

),

renamed as (

    select
        -- ids
        shop,
        {{ row_key(['shop', 'unreadable_line'] + raw_columns) }} as row_key,
        nullif(trim(ticket_id), '') as ticket_id,
        nullif(trim(customer_id), '') as source_customer_id,

        -- strings
        nullif(trim(topic), '') as topic,
        {{ raw_row(raw_columns) }} as raw_row,
        unreadable_line,

        -- numerics
        {{ typed('satisfaction', 'support_tickets', 'integer') }} as satisfaction,

        -- booleans
        try_cast(trim(is_complaint) as boolean) as is_complaint,

        -- timestamps
        {{ typed('opened_at', 'support_tickets', 'timestamp') }} as opened_at

    from source

)

select * from renamed
