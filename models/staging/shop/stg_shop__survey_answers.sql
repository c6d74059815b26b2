{% set raw_columns = [
    'customer_id',
    'answered_on',
    'recommend',
    'price_importance',
    'quality_importance',
] %}

with

source as (

    {{ input_rows('survey_answers', raw_columns) }}

),

renamed as (

    select
        -- ids
        shop,
        {{ row_key(['shop', 'unreadable_line'] + raw_columns) }} as row_key,
        nullif(trim(customer_id), '') as source_customer_id,

        -- strings
        {{ raw_row(raw_columns) }} as raw_row,
        unreadable_line,

        -- numerics
        {{ typed('recommend', 'survey_answers', 'integer') }} as recommend,
        {{ typed('price_importance', 'survey_answers', 'integer') }} as price_importance,
        {{ typed('quality_importance', 'survey_answers', 'integer') }} as quality_importance,

        -- dates
        {{ typed('answered_on', 'survey_answers', 'date') }} as answered_on

    from source

)

select * from renamed
