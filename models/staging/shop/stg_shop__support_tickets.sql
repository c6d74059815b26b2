{{ config(post_hook="{{ check_rejected_share('support_tickets') }}") }}

with

support_tickets as (

    {{ event_rows('support_tickets', happened_at='opened_at') | indent(4) }}

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
    from support_tickets

)

select * from classified
