with

shops as (

    select * from {{ ref('stg_shop__shops') }}

),

features as (

    select * from {{ ref('customer_features') }}

    where is_current

),

customer_segments as (

    select * from {{ ref('customer_segments') }}

),

strategies as (

    select * from {{ ref('segment_strategies') }}

    where priority = 1

),

customer_value as (

    select * from {{ ref('customer_value') }}

),

customers as (

    select
        features.shop,
        features.customer_id,
        features.gender,
        features.age_years,
        features.region,
        features.acquisition_channel,
        features.signed_up_on,
        features.first_order_on,
        features.last_order_on,
        features.recency_days,
        features.frequency,
        features.monetary,
        features.length_days,
        features.mean_days_between,
        features.r_score,
        features.f_score,
        features.m_score,
        features.l_score,
        features.t_score,
        features.rfm_score,
        features.rfm_name,
        features.is_seasonal,
        case when features.is_seasonal then features.season_month end as season_month,
        customer_segments.segment_id,
        customer_segments.segment_name,
        strategies.objective as strategy,
        customer_value.value_next_year,
        customer_value.value_at_risk,
        {{ attributes_object() }} as attributes

    from features

    inner join shops on features.shop = shops.shop

    left join customer_segments
        on
            shops.segmentation = customer_segments.segmentation
            and features.customer_id = customer_segments.customer_id

    left join customer_value
        on
            features.shop = customer_value.shop
            and features.customer_id = customer_value.customer_id

    left join strategies
        on
            customer_segments.segmentation = strategies.segmentation
            and customer_segments.segment_id = strategies.segment_id

)

select {{ contracted_columns() }} from customers
