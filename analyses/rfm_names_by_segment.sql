-- How do the segments relate to the RFM names that marketing knows?
-- One row per RFM name and segment that share a customer; silent customers have no RFM name.

with

customers as (

    select * from {{ ref('customers') }}

    where rfm_name is not null

),

customers_counted as (

    select
        rfm_name,
        segment_id,
        segment_name,
        count(*) as customers

    from customers

    group by rfm_name, segment_id, segment_name

),

shares as (

    select
        rfm_name,
        segment_id,
        segment_name,
        customers,
        customers * 1.0 / sum(customers) over (partition by rfm_name) as share_of_rfm_name,
        customers * 1.0 / sum(customers) over (partition by segment_id) as share_of_segment

    from customers_counted

)

select * from shares
order by rfm_name, customers desc, segment_id
