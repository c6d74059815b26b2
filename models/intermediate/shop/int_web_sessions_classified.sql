{{ config(post_hook="{{ check_rejected_share('web_sessions') }}") }}

with

web_sessions as (

    {{ identified_rows('web_sessions') }}

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
        web_sessions.*,
        coalesce(customers.is_known, false) as is_known_customer
    from web_sessions
    left join customers
        on
            web_sessions.shop = customers.shop
            and web_sessions.customer_id = customers.customer_id

),

reasoned as (

    select
        *,
        {{ event_reject_reason('started_at') }} as reject_reason
    from matched

),

classified as (

    select
        shop,
        session_id,
        customer_id,
        device,
        pages,
        minutes,
        started_at,
        cast(started_at as date) as started_on,
        reject_reason,
        {{ rejected_row() }}
    from reasoned

)

select * from classified
