{{ config(post_hook="{{ check_rejected_share('support_tickets') }}") }}

with

support_tickets as (

    {{ identified_rows('support_tickets') }}

),

customers as (

    select
        shop,
        customer_id,
        true as is_known
    from {{ ref('int_customers') }}

),

matched as (

    select
        support_tickets.*,
        coalesce(customers.is_known, false) as is_known_customer
    from support_tickets
    left join customers
        on
            support_tickets.shop = customers.shop
            and support_tickets.customer_id = customers.customer_id

),

reasoned as (

    select
        *,
        {{ event_reject_reason('opened_at') }} as reject_reason
    from matched

),

classified as (

    select
        shop,
        ticket_id,
        customer_id,
        topic,
        is_complaint,
        opened_at,
        cast(opened_at as date) as opened_on,
        -- A rating outside its scale counts as not given.
        case when satisfaction between 1 and 5 then satisfaction end as satisfaction,
        reject_reason,
        {{ rejected_row() }}
    from reasoned

)

select * from classified
