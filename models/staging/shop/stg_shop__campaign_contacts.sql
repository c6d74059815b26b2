{{ config(post_hook="{{ check_rejected_share('campaign_contacts') }}") }}

with

campaign_contacts as (

    {{ event_rows('campaign_contacts', happened_at='sent_at') | indent(4) }}

),

classified as (

    select
        shop,
        contact_id,
        customer_id,
        channel,
        opened as is_opened,
        clicked as is_clicked,
        sent_at,
        cast(sent_at as date) as sent_on,
        reject_reason,
        {{ rejected_row() }}
    from campaign_contacts

)

select * from classified
