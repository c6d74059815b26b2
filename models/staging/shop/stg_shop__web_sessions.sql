{{ config(post_hook="{{ check_rejected_share('web_sessions') }}") }}

with

web_sessions as (

    {{ event_rows('web_sessions', happened_at='started_at') | indent(4) }}

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
    from web_sessions

)

select * from classified
