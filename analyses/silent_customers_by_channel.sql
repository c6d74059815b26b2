-- Through which channels do people register who then never buy?
-- One row per acquisition channel; customers whose channel is unknown are one row too.

with

customers as (

    select * from {{ ref('customers') }}

),

channels as (

    select
        coalesce(acquisition_channel, '(unknown)') as acquisition_channel,
        count(*) as customers,
        sum(case when first_order_on is null then 1 else 0 end) as silent_customers

    from customers

    group by coalesce(acquisition_channel, '(unknown)')

),

shares as (

    select
        acquisition_channel,
        customers,
        silent_customers,
        silent_customers * 1.0 / customers as silent_share,
        silent_customers * 1.0 / nullif(sum(silent_customers) over (), 0) as share_of_all_silent

    from channels

)

select * from shares
order by round(silent_share, 6) desc, acquisition_channel
