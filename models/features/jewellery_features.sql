with

customers as (

    select * from {{ ref('stg_jewellery__customers') }}

),

-- Dates mean nothing to a distance; the days between them and the as-of date do.
measured as (

    select
        *,
        cast({{ dbt.datediff('customer_acquisition_date', as_of_date(), 'day') }} as integer) as tenure_days,
        cast({{ dbt.datediff('last_purchase_date', as_of_date(), 'day') }} as integer) as recency_days,
        coalesce(customer_exit_date <= {{ as_of_date() }}, false) as has_left
    from customers

)

select * from measured
