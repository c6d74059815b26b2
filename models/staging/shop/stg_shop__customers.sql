{% set raw_columns = [
    'customer_id',
    'gender',
    'birth_date',
    'region',
    'acquisition_channel',
    'signed_up_on',
] %}

with

source as (

    {{ input_rows('customers', raw_columns) }}

),

renamed as (

    select
        -- ids
        shop,
        {{ row_key(['shop', 'unreadable_line'] + raw_columns) }} as row_key,
        nullif(trim(customer_id), '') as source_customer_id,

        -- strings
        case
            when lower(trim(gender)) in ('female', 'f', 'woman') then 'Female'
            when lower(trim(gender)) in ('male', 'm', 'man') then 'Male'
            when trim(gender) != '' then 'Other'
        end as gender,
        nullif(trim(region), '') as region,
        nullif(trim(acquisition_channel), '') as acquisition_channel,
        {{ raw_row(raw_columns) }} as raw_row,
        unreadable_line,

        -- dates
        {{ typed('birth_date', 'customers', 'date') }} as birth_date,
        {{ typed('signed_up_on', 'customers', 'date') }} as signed_up_on

    from source

)

select * from renamed
