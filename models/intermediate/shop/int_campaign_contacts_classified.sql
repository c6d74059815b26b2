with

campaign_contacts as (

    select * from {{ ref('stg_shop__campaign_contacts') }}

),

customers as (

    select
        customer_id,
        true as is_known
    from {{ ref('int_customers') }}

),

matched as (

    select
        campaign_contacts.*,
        coalesce(customers.is_known, false) as is_known_customer
    from campaign_contacts
    left join customers on campaign_contacts.customer_id = customers.customer_id

),

reasoned as (

    select
        *,
        {{ event_reject_reason('sent_at') }} as reject_reason
    from matched

),

classified as (

    select
        row_id,
        contact_id,
        customer_id,
        channel,
        is_opened,
        is_clicked,
        sent_at,
        cast(sent_at as date) as sent_on,
        reject_reason,
        case when reject_reason is not null then raw_row end as raw_row
    from reasoned

)

select * from classified
