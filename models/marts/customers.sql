with

shops as (

    select * from {{ ref('int_shops') }}

),

features as (

    select * from {{ ref('customer_features') }}

),

customer_segments as (

    select * from {{ ref('customer_segments') }}

),

strategies as (

    select * from {{ ref('segment_strategies') }}

    where priority = 1

),

customers as (

    select
        features.shop,
        features.customer_id,
        features.gender,
        cast(features.age_years as integer) as age_years,
        features.region,
        features.acquisition_channel,
        cast(features.signed_up_on as date) as signed_up_on,
        cast(features.first_order_on as date) as first_order_on,
        cast(features.last_order_on as date) as last_order_on,
        cast(features.recency_days as integer) as recency_days,
        cast(features.frequency as integer) as frequency,
        cast(features.monetary as double) as monetary,
        cast(features.length_days as integer) as length_days,
        cast(features.mean_days_between as double) as mean_days_between,
        cast(features.r_score as integer) as r_score,
        cast(features.f_score as integer) as f_score,
        cast(features.m_score as integer) as m_score,
        cast(features.l_score as integer) as l_score,
        cast(features.t_score as integer) as t_score,
        features.rfm_score,
        features.rfm_name,
        features.is_seasonal,
        case when features.is_seasonal then cast(features.season_month as integer) end as season_month,
        customer_segments.segment_id,
        customer_segments.segment_name,
        strategies.objective as strategy

    from features

    inner join shops on features.shop = shops.shop

    left join customer_segments
        on
            shops.segmentation = customer_segments.segmentation
            and features.customer_id = customer_segments.customer_id

    left join strategies
        on
            customer_segments.segmentation = strategies.segmentation
            and customer_segments.segment_id = strategies.segment_id

)

select * from customers
