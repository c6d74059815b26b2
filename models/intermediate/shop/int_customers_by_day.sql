{{ config(materialized='view') }}

with

days as (

    select * from {{ ref('int_as_of_days') }}

),

customers as (

    select * from {{ ref('int_customers') }}

),

known as (

    select
        days.as_of_date,
        days.is_current,
        customers.*
    from customers
    inner join days
        on
            customers.shop = days.shop
            and coalesce(customers.known_from <= days.as_of_date, true)

)

select * from known
