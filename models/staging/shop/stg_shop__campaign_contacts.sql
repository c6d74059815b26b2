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

    {{ numbered_rows(input_rows('campaign_contacts', raw_columns), raw_columns) }}

),

renamed as (

    select
        -- ids
        row_hash || '-' || cast(copy_number as string) as row_id,
        nullif(trim(contact_id), '') as contact_id,
        nullif(trim(customer_id), '') as customer_id,

        -- strings
        nullif(trim(channel), '') as channel,
        {{ json_row(raw_columns) }} as raw_row,

        -- numerics
        copy_number,

        -- booleans
        try_cast(trim(opened) as boolean) as is_opened,
        try_cast(trim(clicked) as boolean) as is_clicked,

        -- timestamps
        try_cast(trim(sent_at) as timestamp) as sent_at

    from source

)

select * from renamed
