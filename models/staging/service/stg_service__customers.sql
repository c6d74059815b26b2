with

source as (

    select * from {{ ref('sample_service_customers') }}

),

renamed as (

    select
        -- ids
        nullif(trim(customer_id), '') as customer_id,

        -- numerics
        try_cast(products_purchased as integer) as products_purchased,
        try_cast(complaints as integer) as complaints,
        try_cast(money_spent as double) as money_spent

    from source

)

select * from renamed
