{{ config(materialized='view') }}

with

customer_features as (

    select * from {{ ref('customer_features_by_day') }}
    where is_current

)

select * from customer_features
