-- Where does the revenue of each segment come from: how many customers and how much of it has each region?
-- One row per shop, segment and region; customers whose region is unknown are one region too.

with

customers as (

    select * from {{ ref('customers') }}

    where segment_id is not null

),

regions as (

    select
        shop,
        segment_id,
        segment_name,
        coalesce(region, '(unknown)') as region,
        count(*) as customers,
        round(coalesce(sum(monetary), 0), 2) as revenue

    from customers

    group by shop, segment_id, segment_name, coalesce(region, '(unknown)')

),

shares as (

    select
        shop,
        segment_id,
        segment_name,
        region,
        customers,
        revenue,
        round(revenue / customers, 2) as revenue_per_customer,
        round(revenue / nullif(sum(revenue) over (partition by shop, segment_id), 0), 6) as share_of_segment_revenue,
        round(revenue / nullif(sum(revenue) over (partition by shop, region), 0), 6) as share_of_region_revenue

    from regions

)

select * from shares
order by shop, revenue desc, segment_id, region
