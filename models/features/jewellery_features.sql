with

customers as (

    select * from {{ ref('stg_jewellery__customers') }}

),

-- Dates mean nothing to a distance; the days between them and the as-of date do.
measured as (

    select
        *,
        {{ days_between('customer_acquisition_date', as_of_date()) }} as tenure_days,
        {{ days_between('last_purchase_date', as_of_date()) }} as recency_days,
        coalesce(customer_exit_date <= {{ as_of_date() }}, false) as has_left
    from customers

)

select * from measured
