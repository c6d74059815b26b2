with

customers as (

    select
        row_id,
        reject_reason,
        raw_row
    from {{ ref('int_customers_classified') }}
    where reject_reason is not null

),

order_lines as (

    select
        row_id,
        reject_reason,
        raw_row
    from {{ ref('int_order_lines_classified') }}
    where reject_reason is not null

),

web_sessions as (

    select
        row_id,
        reject_reason,
        raw_row
    from {{ ref('int_web_sessions_classified') }}
    where reject_reason is not null

),

support_tickets as (

    select
        row_id,
        reject_reason,
        raw_row
    from {{ ref('int_support_tickets_classified') }}
    where reject_reason is not null

),

survey_answers as (

    select
        row_id,
        reject_reason,
        raw_row
    from {{ ref('int_survey_answers_classified') }}
    where reject_reason is not null

),

campaign_contacts as (

    select
        row_id,
        reject_reason,
        raw_row
    from {{ ref('int_campaign_contacts_classified') }}
    where reject_reason is not null

),

combined as (

    select
        'customers' as source,
        row_id,
        reject_reason as reason,
        raw_row
    from customers

    union all

    select
        'order_lines' as source,
        row_id,
        reject_reason as reason,
        raw_row
    from order_lines

    union all

    select
        'web_sessions' as source,
        row_id,
        reject_reason as reason,
        raw_row
    from web_sessions

    union all

    select
        'support_tickets' as source,
        row_id,
        reject_reason as reason,
        raw_row
    from support_tickets

    union all

    select
        'survey_answers' as source,
        row_id,
        reject_reason as reason,
        raw_row
    from survey_answers

    union all

    select
        'campaign_contacts' as source,
        row_id,
        reject_reason as reason,
        raw_row
    from campaign_contacts

)

select * from combined
