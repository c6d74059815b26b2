with

source as (

    select * from {{ ref('sample_mall_customers') }}

),

renamed as (

    select
        -- ids
        nullif(trim(customer_id), '') as customer_id,

        -- strings
        nullif(trim(gender), '') as gender,

        -- numerics
        try_cast(age as integer) as age,
        try_cast(annual_income as double) as annual_income,
        try_cast(spending_score as double) as spending_score

    from source

)

select * from renamed
