{% set raw_columns = [
    'contact_id',
    'customer_id',
    'sent_at',
    'channel',
    'opened',
    'clicked',
] %}

with

source as (

    {{ input_rows('campaign_contacts', raw_columns) }}

),

renamed as (

    select
        -- ids
        shop,
        {{ row_key(['shop', 'unreadable_line'] + raw_columns) }} as row_key,
        nullif(trim(contact_id), '') as contact_id,
        nullif(trim(customer_id), '') as source_customer_id,

        -- strings
        nullif(trim(channel), '') as channel,
        {{ raw_row(raw_columns) }} as raw_row,
        unreadable_line,

        -- booleans
        try_cast(trim(opened) as boolean) as is_opened,
        try_cast(trim(clicked) as boolean) as is_clicked,

        -- timestamps
        {{ typed('sent_at', 'campaign_contacts', 'timestamp') }} as sent_at

    from source

)

select * from renamed
