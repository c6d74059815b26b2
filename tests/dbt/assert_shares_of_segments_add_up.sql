-- Customers and revenue of the segments are those of all customers of the segmentation, silent ones included.
with

segments as (

    select * from {{ ref('segments') }}

),

inputs as (

    select * from {{ ref('segmentation_inputs') }}

    where segmentation in (select champions.segmentation from {{ ref('champions') }} as champions)

),

of_segments as (

    select
        segmentation,
        sum(customers) as customers,
        sum(customer_share) as customer_share,
        sum(revenue_share) as revenue_share

    from segments

    group by segmentation

),

of_inputs as (

    select
        segmentation,
        count(*) as customers,
        sum(revenue) as revenue

    from inputs

    group by segmentation

),

compared as (

    select of_segments.*

    from of_inputs

    left join of_segments on of_inputs.segmentation = of_segments.segmentation

    where
        of_segments.customers is null
        or of_segments.customers <> of_inputs.customers
        or abs(of_segments.customer_share - 1) > 0.000001
        or (of_inputs.revenue <> 0 and abs(coalesce(of_segments.revenue_share, 0) - 1) > 0.000001)

)

select * from compared
