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

    {{ numbered_rows(input_rows('customers', raw_columns), raw_columns) }}

),

renamed as (

    select
        -- ids
        row_hash || '-' || cast(copy_number as string) as row_id,
        nullif(trim(customer_id), '') as customer_id,

        -- strings
        case
            when lower(trim(gender)) in ('female', 'f', 'woman') then 'Female'
            when lower(trim(gender)) in ('male', 'm', 'man') then 'Male'
            when trim(gender) != '' then 'Other'
        end as gender,
        nullif(trim(region), '') as region,
        nullif(trim(acquisition_channel), '') as acquisition_channel,
        {{ json_row(raw_columns) }} as raw_row,

        -- numerics
        copy_number,

        -- dates
        try_cast(trim(birth_date) as date) as birth_date,
        try_cast(trim(signed_up_on) as date) as signed_up_on

    from source

)

select * from renamed
