{{ config(enabled=has_affinity()) }}

with

shops as (

    select * from {{ ref('stg_shop__shops') }}

    where {{ is_of_affinity('shop') }}

),

orders as (

    select * from {{ ref('int_orders') }}

    where lines > 0

),

customers as (

    select * from {{ ref('int_customers') }}

),

segments as (

    select * from {{ ref('customer_segments') }}

),

months as (

    select
        orders.shop,
        orders.customer_key,
        shops.segmentation,
        shops.as_of_date,
        cast(date_trunc('month', orders.ordered_on) as date) as month,
        sum(orders.amount) as revenue

    from orders

    inner join shops on orders.shop = shops.shop

    group by orders.shop, orders.customer_key, shops.segmentation, shops.as_of_date, month

),

begun as (

    select
        *,
        min(month) over (partition by customer_key) as cohort_month

    from months

),

-- Once for all customers, and once by their segment of today.
grouped as (

    select
        begun.*,
        cast(null as integer) as segment_id,
        cast(null as string) as segment_name

    from begun

    union all

    select
        begun.*,
        segments.segment_id,
        segments.segment_name

    from begun

    inner join customers on begun.customer_key = customers.customer_key

    inner join segments
        on
            begun.segmentation = segments.segmentation
            and customers.customer_id = segments.customer_id

),

sizes as (

    select
        shop,
        segment_id,
        cohort_month,
        count(distinct customer_key) as customers

    from grouped

    group by shop, segment_id, cohort_month

),

cohorts as (

    select
        grouped.shop,
        grouped.segmentation,
        grouped.segment_id,
        max(grouped.segment_name) as segment_name,
        grouped.cohort_month,
        {{ months_between('grouped.cohort_month', 'grouped.month') }} as months_since,
        max(sizes.customers) as customers,
        count(*) as active_customers,
        count(*) * 1.0 / max(sizes.customers) as active_share,
        sum(grouped.revenue) as revenue,
        sum(grouped.revenue) / max(sizes.customers) as revenue_each,
        {{ month_end('grouped.month') }} <= grouped.as_of_date as is_complete

    from grouped

    inner join sizes
        on
            grouped.shop = sizes.shop
            and grouped.cohort_month = sizes.cohort_month
            and coalesce(grouped.segment_id, -1) = coalesce(sizes.segment_id, -1)

    group by
        grouped.shop, grouped.segmentation, grouped.segment_id, grouped.cohort_month, grouped.month, grouped.as_of_date

)

select {{ contracted_columns() }} from cohorts
