{% set raw_columns = [
    'customer_id',
    'answered_on',
    'recommend',
    'price_importance',
    'quality_importance',
] %}

with

source as (

    {{ numbered_rows(input_rows('survey_answers', raw_columns), raw_columns) }}

),

renamed as (

    select
        -- ids
        row_hash || '-' || cast(copy_number as string) as row_id,
        nullif(trim(customer_id), '') as customer_id,

        -- strings
        {{ json_row(raw_columns) }} as raw_row,

        -- numerics
        copy_number,
        try_cast(trim(recommend) as integer) as recommend,
        try_cast(trim(price_importance) as integer) as price_importance,
        try_cast(trim(quality_importance) as integer) as quality_importance,

        -- dates
        try_cast(trim(answered_on) as date) as answered_on

    from source

)

select * from renamed
