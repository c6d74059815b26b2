{{ config(post_hook="{{ check_rejected_share('campaign_contacts') }}") }}

with

campaign_contacts as (

    {{ identified_rows('campaign_contacts') }}

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
        campaign_contacts.*,
        coalesce(customers.is_known, false) as is_known_customer
    from campaign_contacts
    left join customers
        on
            campaign_contacts.shop = customers.shop
            and campaign_contacts.customer_id = customers.customer_id

),

reasoned as (

    select
        *,
        {{ event_reject_reason('sent_at') }} as reject_reason
    from matched

),

classified as (

    select
        shop,
        contact_id,
        customer_id,
        channel,
        is_opened,
        is_clicked,
        sent_at,
        cast(sent_at as date) as sent_on,
        reject_reason,
        {{ rejected_row() }}
    from reasoned

)

select * from classified
